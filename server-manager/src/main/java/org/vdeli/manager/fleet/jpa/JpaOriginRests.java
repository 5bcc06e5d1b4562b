package org.vdeli.manager.fleet.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.fleet.OriginRests;

/// The origins that rest, in MariaDB.
public final class JpaOriginRests implements OriginRests {
    private final StatelessSession session;

    public JpaOriginRests(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(OriginRestRow.class);
    }

    @Override
    public Map<ServerId, Instant> all() {
        return session
                .createSelectionQuery("from OriginRestRow", OriginRestRow.class)
                .getResultList()
                .stream()
                .collect(Collectors.toMap(row -> new ServerId(row.serverId), row -> row.since));
    }

    @Override
    public void begin(ServerId origin, Instant at) {
        session.createNativeMutationQuery(
                        "INSERT IGNORE INTO origin_rests (server_id, since) VALUES (?, ?)")
                .setParameter(1, origin.value())
                .setParameter(2, Columns.utc(at))
                .executeUpdate();
    }

    @Override
    public void end(ServerId origin) {
        session.createMutationQuery("delete OriginRestRow where serverId = :server")
                .setParameter("server", origin.value())
                .executeUpdate();
    }
}
