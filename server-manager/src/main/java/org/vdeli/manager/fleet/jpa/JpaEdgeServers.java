package org.vdeli.manager.fleet.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.EdgeServers;

/// The edge servers and origins in MariaDB.
public final class JpaEdgeServers implements EdgeServers {
    private final StatelessSession session;

    public JpaEdgeServers(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(EdgeServerRow.class);
    }

    @Override
    public Optional<EdgeServer> find(ServerId id) {
        return Optional.ofNullable(session.get(EdgeServerRow.class, id.value()))
                .map(EdgeServerRow::toServer);
    }

    @Override
    public void add(EdgeServer added) {
        session.insert(EdgeServerRow.of(added));
    }

    @Override
    public List<EdgeServer> findAll(Collection<ServerId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery(
                        "from EdgeServerRow where id in (:ids) order by id", EdgeServerRow.class)
                .setParameterList("ids", ids.stream().map(ServerId::value).toList())
                .getResultList()
                .stream()
                .map(EdgeServerRow::toServer)
                .toList();
    }

    @Override
    public Optional<EdgeServer> byName(String name) {
        return session.createSelectionQuery(
                        "from EdgeServerRow where name = :name", EdgeServerRow.class)
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(EdgeServerRow::toServer);
    }

    @Override
    public Optional<EdgeServer> byInstallation(UUID installation) {
        return session.createSelectionQuery(
                        "from EdgeServerRow where installation = :installation",
                        EdgeServerRow.class)
                .setParameter("installation", installation)
                .uniqueResultOptional()
                .map(EdgeServerRow::toServer);
    }

    @Override
    public Optional<EdgeServer> lock(ServerId id) {
        return Optional.ofNullable(
                        session.get(EdgeServerRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(EdgeServerRow::toServer);
    }

    @Override
    public List<EdgeServer> all() {
        return session
                .createSelectionQuery("from EdgeServerRow order by id", EdgeServerRow.class)
                .getResultList()
                .stream()
                .map(EdgeServerRow::toServer)
                .toList();
    }

    @Override
    public List<EdgeServer> origins() {
        return session
                .createSelectionQuery(
                        "from EdgeServerRow where role = :role order by id", EdgeServerRow.class)
                .setParameter("role", ServerRole.ORIGIN)
                .getResultList()
                .stream()
                .map(EdgeServerRow::toServer)
                .toList();
    }

    @Override
    public Page<EdgeServer> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                    case STATE -> "state";
                    case LAST_HEARTBEAT -> "lastHeartbeat";
                    case CREATED_AT -> "createdAt";
                };
        return new ListQuery<>(session, EdgeServerRow.class)
                .where("cluster", "r.clusterId = :cluster", filter.cluster().map(ClusterId::value))
                .where(
                        "region",
                        "r.clusterId in (select c.id from ClusterRow c where c.regionId = :region)",
                        filter.region().map(RegionId::value))
                .whereIn("state", filter.states())
                .where("role", "r.role = :role", filter.role())
                .whereText(filter.text(), "name", "addresses")
                .page(paging, column, "id", EdgeServerRow::toServer);
    }

    @Override
    public void update(EdgeServer changed) {
        session.update(EdgeServerRow.of(changed));
    }

    /// One statement for each moment: who stores thousands at once rounds the moments before.
    @Override
    public void heard(Map<ServerId, Instant> lastHeartbeats) {
        Map<Instant, List<Long>> byMoment = new TreeMap<>();
        lastHeartbeats.forEach((server, at) ->
                byMoment.computeIfAbsent(at, a -> new ArrayList<>()).add(server.value()));
        byMoment.forEach((at, servers) -> {
            servers.sort(null);
            Batch.forKeys(
                    session,
                    "UPDATE edge_servers SET last_heartbeat = ? WHERE id IN",
                    List.of(Columns.utc(at)),
                    servers);
        });
    }

    @Override
    public int changeState(Collection<ServerId> ids, ServerState from, ServerState to) {
        if (ids.isEmpty()) {
            return 0;
        }
        return session.createMutationQuery(
                        "update EdgeServerRow set state = :to where id in (:ids) and state = :from")
                .setParameter("to", to)
                .setParameterList("ids", ids.stream().map(ServerId::value).sorted().toList())
                .setParameter("from", from)
                .executeUpdate();
    }

    @Override
    public void remove(ServerId id) {
        session.createMutationQuery("delete EdgeServerRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
