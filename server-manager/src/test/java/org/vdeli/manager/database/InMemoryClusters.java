package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.Clusters;

/// The clusters in memory.
record InMemoryClusters(InMemoryStores stores) implements Clusters {

    @Override
    public Optional<Cluster> find(ClusterId id) {
        return stores.clusterRows.find(id.value());
    }

    @Override
    public Optional<Cluster> byName(String name) {
        return stores.clusterRows.all().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public List<Cluster> all() {
        return stores.clusterRows.all().sorted(Comparator.comparing(Cluster::name)).toList();
    }

    @Override
    public Page<Cluster> page(Filter filter, Paging<Order> paging) {
        Comparator<Cluster> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(Cluster::name);
                };
        return InMemoryTable.page(
                stores.clusterRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.region(), row.region()))
                        .filter(row -> InMemoryTable.contains(filter.text(), row.name())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Cluster added) {
        stores.clusterRows.add(added);
    }

    @Override
    public void update(Cluster changed) {
        stores.clusterRows.update(changed);
    }

    @Override
    public void remove(ClusterId id) {
        stores.clusterRows.remove(id.value());
    }
}
