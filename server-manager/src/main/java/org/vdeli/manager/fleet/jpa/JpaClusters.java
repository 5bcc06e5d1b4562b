package org.vdeli.manager.fleet.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.Clusters;

/// The clusters in MariaDB.
public final class JpaClusters implements Clusters {
    private final StatelessSession session;

    public JpaClusters(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(ClusterRow.class);
    }

    @Override
    public Optional<Cluster> find(ClusterId id) {
        return Optional.ofNullable(session.get(ClusterRow.class, id.value()))
                .map(ClusterRow::toCluster);
    }

    @Override
    public void add(Cluster added) {
        session.insert(ClusterRow.of(added));
    }

    @Override
    public Optional<Cluster> byName(String name) {
        return session.createSelectionQuery("from ClusterRow where name = :name", ClusterRow.class)
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(ClusterRow::toCluster);
    }

    @Override
    public List<Cluster> all() {
        return session
                .createSelectionQuery("from ClusterRow order by name", ClusterRow.class)
                .getResultList()
                .stream()
                .map(ClusterRow::toCluster)
                .toList();
    }

    @Override
    public Page<Cluster> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                };
        return new ListQuery<>(session, ClusterRow.class)
                .where("region", "r.regionId = :region", filter.region().map(RegionId::value))
                .whereText(filter.text(), "name")
                .page(paging, column, "id", ClusterRow::toCluster);
    }

    @Override
    public void update(Cluster changed) {
        session.update(ClusterRow.of(changed));
    }

    @Override
    public void remove(ClusterId id) {
        session.createMutationQuery("delete ClusterRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
