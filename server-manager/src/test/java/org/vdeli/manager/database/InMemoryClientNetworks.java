package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.manager.routing.ClientNetwork;
import org.vdeli.manager.routing.ClientNetworks;

/// Clients' networks in memory.
record InMemoryClientNetworks(InMemoryStores stores) implements ClientNetworks {

    @Override
    public Optional<ClientNetwork> find(NetworkPrefixId id) {
        return stores.networkRows.find(id.value());
    }

    @Override
    public List<ClientNetwork> all() {
        return stores.networkRows
                .all()
                .sorted(Comparator.comparingLong(row -> row.id().value()))
                .toList();
    }

    @Override
    public Page<ClientNetwork> page(Filter filter, Paging<Order> paging) {
        Comparator<ClientNetwork> order =
                switch (paging.order()) {
                    case PREFIX -> Comparator.comparing(row -> row.prefix().toString());
                };
        return InMemoryTable.page(
                stores.networkRows
                        .all()
                        .filter(row ->
                                filter.region().isEmpty() || filter.region().equals(row.region()))
                        .filter(row ->
                                filter.cluster().isEmpty()
                                        || filter.cluster().equals(row.cluster()))
                        .filter(row ->
                                InMemoryTable.contains(filter.text(), row.prefix().toString())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(ClientNetwork added) {
        stores.networkRows.add(added);
    }

    @Override
    public void update(ClientNetwork changed) {
        stores.networkRows.update(changed);
    }

    @Override
    public void remove(NetworkPrefixId id) {
        stores.networkRows.remove(id.value());
    }
}
