package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// What should be where.
public interface Assignments {
    List<Assignment> ofAsset(AssetId asset);

    List<Assignment> ofServer(ServerId server);

    /// Those of several assets at once.
    List<Assignment> ofAssets(Collection<AssetId> assets);

    /// Those of the assets on the servers, by asset and server.
    List<Assignment> of(Collection<AssetId> assets, Collection<ServerId> servers);

    /// Those without replica and without open job that were not evicted: what the reconciler has to
    /// mend.
    List<Assignment> unfulfilled(int limit);

    /// Those of deleted assets, of origins, whose copies go last: by asset and server.
    ///
    /// @param after the last one that was read; absent: from the first on
    List<Assignment> ofDeleted(Optional<ReplicaKey> after, int limit);

    /// Stores all; one that is there already is replaced.
    void putAll(Collection<Assignment> assignments);

    /// Those of the assets that some server is to lose once others hold them in its place.
    Set<AssetId> leaving(Collection<AssetId> assets);

    /// Notes of those that there are that their servers evicted the assets.
    void evicted(Collection<ReplicaKey> keys, Instant at);

    /// Notes of those that there are that the assets are not evicted, or not any more.
    void notEvicted(Collection<ReplicaKey> keys);

    void removeAll(Collection<ReplicaKey> keys);
}
