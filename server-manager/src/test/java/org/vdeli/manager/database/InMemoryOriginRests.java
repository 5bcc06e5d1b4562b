package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.OriginRests;

/// The origins that rest, in memory.
record InMemoryOriginRests(InMemoryStores stores) implements OriginRests {

    @Override
    public Map<ServerId, Instant> all() {
        return stores.restRows
                .all()
                .collect(Collectors.toMap(InMemoryStores.Rest::server, InMemoryStores.Rest::since));
    }

    @Override
    public void begin(ServerId origin, Instant at) {
        if (stores.restRows.find(origin.value()).isEmpty()) {
            stores.restRows.put(new InMemoryStores.Rest(origin, at));
        }
    }

    @Override
    public void end(ServerId origin) {
        stores.restRows.remove(origin.value());
    }
}
