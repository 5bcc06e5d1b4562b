package org.vdeli.manager.routing.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.routing.RouterToken;

@Entity
@Table(name = "router_tokens")
final class RouterTokenRow {
    @Id String tokenHash = "";
    String name = "";
    Instant createdAt = Instant.EPOCH;

    RouterTokenRow() {}

    static RouterTokenRow of(RouterToken token) {
        RouterTokenRow row = new RouterTokenRow();
        row.tokenHash = token.tokenHash().hex();
        row.name = token.name();
        row.createdAt = token.createdAt();
        return row;
    }

    RouterToken toToken() {
        return new RouterToken(Checksum.of(tokenHash), name, createdAt);
    }
}
