package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.EdgeServers;

/// The servers in memory.
record InMemoryEdgeServers(InMemoryStores stores) implements EdgeServers {

    @Override
    public Optional<EdgeServer> find(ServerId id) {
        return stores.serverRows.find(id.value());
    }

    @Override
    public Optional<EdgeServer> byName(String name) {
        return stores.serverRows.all().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public List<EdgeServer> findAll(Collection<ServerId> ids) {
        return stores.serverRows.all().filter(row -> ids.contains(row.id())).toList();
    }

    @Override
    public Optional<EdgeServer> byInstallation(UUID installation) {
        return stores.serverRows
                .all()
                .filter(row -> row.installation().equals(Optional.of(installation)))
                .findFirst();
    }

    @Override
    public void heard(Map<ServerId, Instant> lastHeartbeats) {
        lastHeartbeats.forEach(
                (id, at) -> find(id).ifPresent(row -> stores.serverRows.put(heard(row, at))));
    }

    @Override
    public int changeState(Collection<ServerId> ids, ServerState from, ServerState to) {
        List<EdgeServer> changed =
                findAll(ids).stream().filter(row -> row.state() == from).toList();
        changed.forEach(row -> stores.serverRows.put(row.withState(to)));
        return changed.size();
    }

    private boolean isIn(EdgeServer server, RegionId region) {
        return server.cluster()
                .flatMap(stores.clusters()::find)
                .filter(cluster -> cluster.region().equals(region))
                .isPresent();
    }

    private static EdgeServer heard(EdgeServer row, Instant at) {
        return new EdgeServer(
                row.id(),
                row.cluster(),
                row.name(),
                row.addresses(),
                row.httpPort(),
                row.position(),
                row.zone(),
                row.role(),
                row.capacity(),
                row.state(),
                row.agentVersion(),
                row.installation(),
                row.secretHash(),
                Optional.of(at),
                row.createdAt());
    }

    @Override
    public Optional<EdgeServer> lock(ServerId id) {
        return find(id);
    }

    @Override
    public List<EdgeServer> all() {
        return stores.serverRows.all().toList();
    }

    @Override
    public List<EdgeServer> origins() {
        return stores.serverRows.all().filter(row -> row.role() == ServerRole.ORIGIN).toList();
    }

    @Override
    public Page<EdgeServer> page(Filter filter, Paging<Order> paging) {
        Comparator<EdgeServer> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(EdgeServer::name);
                    case STATE -> Comparator.comparing(row -> row.state().name());
                    case LAST_HEARTBEAT ->
                            Comparator.comparing(row -> row.lastHeartbeat().orElse(Instant.MIN));
                    case CREATED_AT -> Comparator.comparing(EdgeServer::createdAt);
                };
        return InMemoryTable.page(
                stores.serverRows
                        .all()
                        .filter(row ->
                                filter.cluster().isEmpty()
                                        || filter.cluster().equals(row.cluster()))
                        .filter(row ->
                                filter.region().isEmpty() || isIn(row, filter.region().get()))
                        .filter(row -> InMemoryTable.in(filter.states(), row.state()))
                        .filter(row -> InMemoryTable.is(filter.role(), row.role()))
                        .filter(row ->
                                InMemoryTable.contains(
                                        filter.text(),
                                        row.name(),
                                        String.join(" ", row.addresses()))),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(EdgeServer added) {
        stores.serverRows.add(added);
    }

    @Override
    public void update(EdgeServer changed) {
        stores.serverRows.update(changed);
    }

    @Override
    public void remove(ServerId id) {
        stores.serverRows.remove(id.value());
    }
}
