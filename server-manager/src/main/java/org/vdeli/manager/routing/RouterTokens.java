package org.vdeli.manager.routing;

import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Paging;

/// The credentials of routers.
public interface RouterTokens {
    Optional<RouterToken> find(Checksum tokenHash);

    Page<RouterToken> page(Paging<Order> paging);

    void add(RouterToken token);

    void remove(Checksum tokenHash);

    enum Order {
        CREATED_AT,
        NAME
    }
}
