package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Paging;

/// The assets of all versions.
public interface Assets {
    Optional<Asset> find(AssetId id);

    List<Asset> findAll(Collection<AssetId> ids);

    /// The newest version of a path, if it was not deleted.
    Optional<Asset> current(AssetPath path);

    /// The current assets of some paths.
    List<Asset> current(Collection<AssetPath> paths);

    /// The largest version that the path ever had, 0 if none. Lock the project first
    /// ([org.vdeli.manager.publisher.Projects#lock]) to make the next one.
    long lastVersion(AssetPath path);

    /// A current asset that cannot stand beside one of this path: a file where the path has a
    /// folder, or one below the path. Lock the project first to rely on it.
    Optional<Asset> inTheWayOf(AssetPath path);

    /// All versions of a path, newest first.
    List<Asset> versions(AssetPath path);

    /// The asset, locked until the transaction ends: its jobs are planned by one at a time.
    Optional<Asset> lock(AssetId id);

    /// Checksums, whole and by pieces.
    Optional<Manifest> manifest(AssetId id);

    /// Those of the contents that somebody still needs: the content of a current asset, of one that
    /// is or shall be on some server, or of an upload that is no asset yet.
    Set<Checksum> contentsInUse(Collection<Checksum> contents);

    /// Those of the contents of which the database ever heard: of any asset, whatever its state, or
    /// of any upload.
    Set<Checksum> contentsKnown(Collection<Checksum> contents);

    /// The current assets of a project by id, for going through all of them in parts.
    ///
    /// @param after the last id of the part before; absent for the first part
    List<Asset> currentOf(ProjectId project, Optional<AssetId> after, int limit);

    /// Those in a state by id, for going through all of them in parts.
    List<Asset> inState(AssetState state, Optional<AssetId> after, int limit);

    /// The current assets that a selection means, by id, for going through all of them in parts.
    ///
    /// @param after the last id of the part before; absent for the first part
    List<Asset> select(Selection selection, Optional<AssetId> after, int limit);

    Page<Asset> page(Filter filter, Paging<Order> paging);

    /// Adds one.
    ///
    /// @param pieces checksum of each piece, in order
    void add(Asset asset, List<Checksum> pieces);

    void changeState(Collection<AssetId> ids, AssetState state);

    /// Says when an asset is taken away; empty: as the policies say.
    void changeExpiry(AssetId id, Optional<Instant> at);

    /// Current assets whose own time is over and that a policy still has on some server: what
    /// origins hold stays.
    List<Asset> expired(Instant now, int limit);

    /// Current assets, accepted at a time or before, that a policy still has on some server.
    List<Asset> outlived(PolicyId policy, Instant acceptedUpTo, int limit);

    /// Which ones are meant: those for which everything holds that is given.
    ///
    /// @param folder all below it
    /// @param acceptedUpTo accepted at this moment or before
    record Selection(
            Optional<Set<AssetId>> ids,
            Optional<AssetPath> path,
            Optional<String> folder,
            Optional<ProjectId> project,
            Instant acceptedUpTo) {}

    /// Which ones to list.
    ///
    /// @param states any when empty
    /// @param text part of the path, any case
    record Filter(
            Optional<PublisherId> publisher,
            Optional<ProjectId> project,
            Set<AssetState> states,
            Optional<String> text) {
        public static final Filter ANY =
                new Filter(Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

        public Filter {
            states = Set.copyOf(states);
        }
    }

    enum Order {
        PATH,
        ACCEPTED_AT,
        SIZE
    }
}
