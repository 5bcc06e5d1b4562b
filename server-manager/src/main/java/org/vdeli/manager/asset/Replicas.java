package org.vdeli.manager.asset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// What is known to be where.
public interface Replicas {
    List<Replica> ofAsset(AssetId asset);

    List<Replica> ofServer(ServerId server);

    /// Those of the assets on the servers, by asset and server.
    List<Replica> of(Collection<AssetId> assets, Collection<ServerId> servers);

    /// What a server is believed to hold, as it would say itself: the source of the inventory
    /// digest.
    List<Inventory.Entry> inventoryOf(ServerId server);

    /// Those without assignment and without open job, which nobody asked for, by asset and server.
    ///
    /// @param after the last one that was read; absent: from the first on
    List<Replica> unassigned(Optional<ReplicaKey> after, int limit);

    /// Number of replicas of each server that has one.
    Map<ServerId, Long> counts();

    /// Stores all; one that is there already is replaced.
    void putAll(Collection<Replica> replicas);

    void removeAll(Collection<ReplicaKey> keys);
}
