package org.vdeli.manager.database;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.PeerDoors;

/// The agents' doors in memory.
record InMemoryPeerDoors(InMemoryStores stores) implements PeerDoors {

    @Override
    public Map<ServerId, URI> ofServers(Collection<ServerId> servers) {
        return stores.doorRows
                .all()
                .filter(row -> servers.contains(row.server()))
                .collect(
                        Collectors.toMap(
                                InMemoryStores.Door::server, InMemoryStores.Door::address));
    }

    @Override
    public void put(ServerId server, URI address) {
        stores.doorRows.put(new InMemoryStores.Door(server, address));
    }
}
