package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.routing.RouterToken;
import org.vdeli.manager.routing.RouterTokens;

/// The credentials of routers in memory.
record InMemoryRouterTokens(InMemoryStores stores) implements RouterTokens {

    @Override
    public Optional<RouterToken> find(Checksum tokenHash) {
        return stores.routerTokenRows.find(tokenHash.hex());
    }

    @Override
    public Page<RouterToken> page(Paging<Order> paging) {
        Comparator<RouterToken> order =
                switch (paging.order()) {
                    case CREATED_AT -> Comparator.comparing(RouterToken::createdAt);
                    case NAME -> Comparator.comparing(RouterToken::name);
                };
        return InMemoryTable.page(
                stores.routerTokenRows.all(),
                paging,
                order.thenComparing(row -> row.tokenHash().hex()));
    }

    @Override
    public void add(RouterToken added) {
        stores.routerTokenRows.add(added);
    }

    @Override
    public void remove(Checksum tokenHash) {
        stores.routerTokenRows.remove(tokenHash.hex());
    }
}
