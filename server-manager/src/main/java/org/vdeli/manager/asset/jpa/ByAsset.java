package org.vdeli.manager.asset.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vdeli.manager.asset.ReplicaKey;

/// Keys of assignments and replicas, asset by asset, all in order: who locks many rows locks them
/// in the same order as everybody else.
final class ByAsset {
    private ByAsset() {}

    /// The servers of each asset.
    static Map<Long, List<Long>> of(Collection<ReplicaKey> keys) {
        Map<Long, List<Long>> servers = new TreeMap<>();
        for (ReplicaKey key : keys) {
            servers.computeIfAbsent(key.asset().value(), asset -> new ArrayList<>())
                    .add(key.server().value());
        }
        servers.values().forEach(list -> list.sort(null));
        return servers;
    }

    /// The asset to read on from; less than any if none was read.
    static long assetOf(Optional<ReplicaKey> last) {
        return last.map(key -> key.asset().value()).orElse(Long.MIN_VALUE);
    }

    /// The server to read on from.
    static long serverOf(Optional<ReplicaKey> last) {
        return last.map(key -> key.server().value()).orElse(Long.MIN_VALUE);
    }
}
