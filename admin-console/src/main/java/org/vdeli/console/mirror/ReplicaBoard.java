package org.vdeli.console.mirror;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// The replicas of the one asset that somebody looks at. They are not part of the snapshot (4000
/// servers times 10 000 assets): a list is asked for, and events keep it true.
///
/// What an event told is newer than what a list says that was asked for after the watching began:
/// the list only fills gaps.
public final class ReplicaBoard {
    private volatile @Nullable Watched watched;

    private record Watched(AssetId asset, Map<ServerId, ReplicaView> replicas) {}

    /// Begins to watch an asset, or nothing; what was known is forgotten.
    public void watch(@Nullable AssetId asset) {
        watched = asset == null ? null : new Watched(asset, new ConcurrentHashMap<>());
    }

    /// What is watched.
    public Optional<AssetId> asset() {
        Watched now = watched;
        return now == null ? Optional.empty() : Optional.of(now.asset());
    }

    /// Fills in a list that was asked for; passed over if the asset is not watched any more.
    public void seed(AssetId asset, List<ReplicaView> list) {
        Watched now = watched;
        if (now != null && now.asset().equals(asset)) {
            list.forEach(replica -> now.replicas().putIfAbsent(replica.server(), replica));
        }
    }

    /// The replicas known of an asset; none if it is not the one that is watched.
    public Collection<ReplicaView> of(AssetId asset) {
        Watched now = watched;
        return now != null && now.asset().equals(asset) ? now.replicas().values() : List.of();
    }

    void accept(List<ReplicaView> changed) {
        Watched now = watched;
        if (now == null) {
            return;
        }
        for (ReplicaView replica : changed) {
            if (replica.asset().equals(now.asset())) {
                now.replicas().put(replica.server(), replica);
            }
        }
    }
}
