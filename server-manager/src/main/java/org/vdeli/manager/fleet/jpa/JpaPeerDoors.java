package org.vdeli.manager.fleet.jpa;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.PeerDoors;

/// The agents' doors in MariaDB.
public final class JpaPeerDoors implements PeerDoors {
    private final StatelessSession session;

    public JpaPeerDoors(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(PeerDoorRow.class);
    }

    @Override
    public Map<ServerId, URI> ofServers(Collection<ServerId> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        return session
                .createSelectionQuery(
                        "from PeerDoorRow where serverId in (:servers)", PeerDoorRow.class)
                .setParameterList("servers", servers.stream().map(ServerId::value).toList())
                .getResultList()
                .stream()
                .collect(
                        Collectors.toMap(
                                row -> new ServerId(row.serverId), row -> URI.create(row.address)));
    }

    @Override
    public void put(ServerId server, URI address) {
        PeerDoorRow row = new PeerDoorRow();
        row.serverId = server.value();
        row.address = address.toString();
        session.upsert(row);
    }
}
