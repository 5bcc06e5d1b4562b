package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.fleet.Regions;

/// The regions in memory.
record InMemoryRegions(InMemoryStores stores) implements Regions {

    @Override
    public Optional<Region> find(RegionId id) {
        return stores.regionRows.find(id.value());
    }

    @Override
    public List<Region> all() {
        return stores.regionRows
                .all()
                .sorted(Comparator.comparingInt(Region::order).thenComparing(Region::name))
                .toList();
    }

    @Override
    public Page<Region> page(Filter filter, Paging<Order> paging) {
        Comparator<Region> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(Region::name);
                    case ORDER -> Comparator.comparingInt(Region::order);
                };
        return InMemoryTable.page(
                stores.regionRows
                        .all()
                        .filter(row -> InMemoryTable.contains(filter.text(), row.name())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Region added) {
        stores.regionRows.add(added);
    }

    @Override
    public void update(Region changed) {
        stores.regionRows.update(changed);
    }

    @Override
    public void remove(RegionId id) {
        stores.regionRows.remove(id.value());
    }
}
