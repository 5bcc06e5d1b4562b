package org.vdeli.manager.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.Replicas;

/// What is known to be where, in memory.
record InMemoryReplicas(InMemoryStores stores) implements Replicas {

    @Override
    public List<Replica> ofAsset(AssetId asset) {
        return stores.replicaRows.all().filter(row -> row.asset().equals(asset)).toList();
    }

    @Override
    public List<Replica> ofServer(ServerId server) {
        return stores.replicaRows.all().filter(row -> row.server().equals(server)).toList();
    }

    @Override
    public List<Replica> of(Collection<AssetId> assets, Collection<ServerId> servers) {
        return stores.replicaRows
                .all()
                .filter(row -> assets.contains(row.asset()) && servers.contains(row.server()))
                .toList();
    }

    @Override
    public void putAll(Collection<Replica> rows) {
        rows.forEach(stores.replicaRows::put);
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        keys.forEach(key -> stores.replicaRows.remove(InMemoryStores.keyOf(key)));
    }

    @Override
    public List<Inventory.Entry> inventoryOf(ServerId server) {
        return ofServer(server).stream()
                .flatMap(row ->
                        stores.assets().find(row.asset()).stream()
                                .map(asset ->
                                        new Inventory.Entry(
                                                asset.id(),
                                                asset.path(),
                                                asset.version(),
                                                asset.size(),
                                                row.checksum())))
                .toList();
    }

    @Override
    public List<Replica> unassigned(Optional<ReplicaKey> after, int limit) {
        return stores.replicaRows
                .all()
                .filter(row ->
                        stores.assignmentRows.find(InMemoryStores.keyOf(row.key())).isEmpty())
                .filter(row -> stores.jobs().open(row.asset(), row.server()).isEmpty())
                .filter(row -> InMemoryStores.isAfter(row.key(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public Map<ServerId, Long> counts() {
        return stores.replicaRows
                .all()
                .collect(Collectors.groupingBy(Replica::server, Collectors.counting()));
    }
}
