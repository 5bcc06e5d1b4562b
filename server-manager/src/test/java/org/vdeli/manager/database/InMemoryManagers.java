package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.presence.Managers;

/// The managers in memory.
record InMemoryManagers(InMemoryStores stores) implements Managers {

    @Override
    public List<ManagerNode> all() {
        return stores.managerRows
                .all()
                .sorted(
                        Comparator.comparingInt(ManagerNode::number)
                                .thenComparingLong(node -> node.id().value()))
                .toList();
    }

    @Override
    public Optional<ManagerNode> find(ManagerId id) {
        return stores.managerRows.find(id.value());
    }

    @Override
    public void put(ManagerNode node) {
        stores.managerRows.put(node);
    }

    @Override
    public boolean seen(ManagerId id, Instant startedAt, Instant at) {
        Optional<ManagerNode> known = find(id).filter(node -> node.startedAt().equals(startedAt));
        known.ifPresent(node ->
                put(
                        new ManagerNode(
                                node.id(),
                                node.number(),
                                node.name(),
                                node.url(),
                                node.startedAt(),
                                at)));
        return known.isPresent();
    }

    @Override
    public boolean remove(ManagerId id) {
        return stores.managerRows.remove(id.value());
    }
}
