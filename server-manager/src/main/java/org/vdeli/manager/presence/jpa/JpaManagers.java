package org.vdeli.manager.presence.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.presence.Managers;

/// The managers in MariaDB.
public final class JpaManagers implements Managers {
    private final StatelessSession session;

    public JpaManagers(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(ManagerRow.class);
    }

    @Override
    public List<ManagerNode> all() {
        return session
                .createSelectionQuery("from ManagerRow order by number, id", ManagerRow.class)
                .getResultList()
                .stream()
                .map(ManagerRow::toNode)
                .toList();
    }

    @Override
    public Optional<ManagerNode> find(ManagerId id) {
        return Optional.ofNullable(session.get(ManagerRow.class, id.value()))
                .map(ManagerRow::toNode);
    }

    @Override
    public void put(ManagerNode node) {
        session.upsert(ManagerRow.of(node));
    }

    @Override
    public boolean seen(ManagerId id, Instant startedAt, Instant at) {
        return session.createMutationQuery(
                                "update ManagerRow set lastSeen = :at"
                                        + " where id = :id and startedAt = :startedAt")
                        .setParameter("at", at)
                        .setParameter("startedAt", startedAt)
                        .setParameter("id", id.value())
                        .executeUpdate()
                > 0;
    }

    @Override
    public boolean remove(ManagerId id) {
        return session.createMutationQuery("delete ManagerRow where id = :id")
                        .setParameter("id", id.value())
                        .executeUpdate()
                > 0;
    }
}
