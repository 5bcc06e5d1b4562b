package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Paging;

/// What edge servers hold and the database does not know: because no asset describes it, or because
/// the asset is not known to be there.
public interface UnknownContents {
    List<UnknownContent> ofServer(ServerId server);

    /// Those of assets, by asset and server.
    List<UnknownContent> ofAssets(Collection<AssetId> assets);

    /// Number of each server that has any.
    Map<ServerId, Long> counts();

    /// Those to be removed at a time or before, the oldest first. Locked until the transaction
    /// ends; those that another manager has locked are left out.
    List<UnknownContent> due(Instant at, int limit);

    /// The largest version that any server holds of a path, 0 if none.
    long lastVersion(AssetPath path);

    /// Servers that hold one at a path.
    Set<ServerId> holdersOf(AssetPath path);

    /// Stores all; one that is there already is replaced.
    void putAll(Collection<UnknownContent> contents);

    void removeAll(Collection<ReplicaKey> keys);

    /// Forgets those of retired servers, which carry out nothing any more.
    int removeOfRetired();

    /// Lets them be removed from a time on, if that is earlier; says how many copies are meant.
    ///
    /// @param assets all when empty
    int letGo(Optional<Set<AssetId>> assets, Instant from);

    Sum sum();

    /// Number of different contents, and of servers that hold any.
    record Sum(long contents, long servers) {}

    Page<Copies> page(Paging<Order> paging);

    /// A content on all its servers.
    ///
    /// @param since the first of all copies
    /// @param purgeFrom the first of all copies
    record Copies(
            AssetId asset,
            AssetPath path,
            long version,
            ByteCount size,
            Checksum checksum,
            long servers,
            Instant since,
            Instant purgeFrom) {}

    enum Order {
        PATH,
        SERVERS
    }
}
