package org.vdeli.manager.fleet;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.Paging;

/// The clusters.
public interface Clusters {
    Optional<Cluster> find(ClusterId id);

    Optional<Cluster> byName(String name);

    /// By name.
    List<Cluster> all();

    Page<Cluster> page(Filter filter, Paging<Order> paging);

    void add(Cluster cluster);

    void update(Cluster cluster);

    void remove(ClusterId id);

    /// Which ones to list.
    ///
    /// @param text part of the name, any case
    record Filter(Optional<RegionId> region, Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty(), Optional.empty());
    }

    enum Order {
        NAME
    }
}
