package org.vdeli.manager.asset.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
}
