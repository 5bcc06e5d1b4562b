package org.vdeli.manager.fleet;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.Paging;

/// The regions.
public interface Regions {
    Optional<Region> find(RegionId id);

    /// By order, then name.
    List<Region> all();

    Page<Region> page(Filter filter, Paging<Order> paging);

    void add(Region region);

    void update(Region region);

    void remove(RegionId id);

    /// Which ones to list.
    ///
    /// @param text part of the name, any case
    record Filter(Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty());
    }

    enum Order {
        NAME,
        ORDER
    }
}
