package org.vdeli.manager.routing;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.Paging;

/// What operators say of clients' networks.
public interface ClientNetworks {
    Optional<ClientNetwork> find(NetworkPrefixId id);

    /// By id.
    List<ClientNetwork> all();

    Page<ClientNetwork> page(Filter filter, Paging<Order> paging);

    void add(ClientNetwork network);

    void update(ClientNetwork network);

    void remove(NetworkPrefixId id);

    /// Which ones to list.
    ///
    /// @param text part of the prefix
    record Filter(Optional<RegionId> region, Optional<ClusterId> cluster, Optional<String> text) {
        public static final Filter ANY =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    enum Order {
        PREFIX
    }
}
