package org.vdeli.manager.fleet.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.fleet.Regions;

/// The regions in MariaDB.
public final class JpaRegions implements Regions {
    private final StatelessSession session;

    public JpaRegions(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(RegionRow.class);
    }

    @Override
    public Optional<Region> find(RegionId id) {
        return Optional.ofNullable(session.get(RegionRow.class, id.value()))
                .map(RegionRow::toRegion);
    }

    @Override
    public void add(Region added) {
        session.insert(RegionRow.of(added));
    }

    @Override
    public List<Region> all() {
        return session
                .createSelectionQuery("from RegionRow order by rankOrder, name", RegionRow.class)
                .getResultList()
                .stream()
                .map(RegionRow::toRegion)
                .toList();
    }

    @Override
    public Page<Region> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                    case ORDER -> "rankOrder";
                };
        return new ListQuery<>(session, RegionRow.class)
                .whereText(filter.text(), "name")
                .page(paging, column, "id", RegionRow::toRegion);
    }

    @Override
    public void update(Region changed) {
        session.update(RegionRow.of(changed));
    }

    @Override
    public void remove(RegionId id) {
        session.createMutationQuery("delete RegionRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
