package org.vdeli.manager.dispatch.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.dispatch.Outbox;
import org.vdeli.manager.dispatch.OutboxMessage;

/// What the broker has yet to be told, in MariaDB.
public final class JpaOutbox implements Outbox {
    private final StatelessSession session;

    public JpaOutbox(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(OutboxRow.class);
    }

    @Override
    public void addAll(Collection<OutboxMessage> messages) {
        Batch.insert(
                session,
                "INSERT INTO outbox (id, exchange, routing_key, body, persistent, created_at,"
                        + " not_before)",
                "",
                messages,
                (row, message) ->
                        row.add(message.id())
                                .add(message.exchange())
                                .add(message.routingKey())
                                .add(message.body())
                                .add(message.persistent())
                                .add(Columns.utc(message.createdAt()))
                                .add(Columns.utc(message.notBefore())));
    }

    @Override
    public List<OutboxMessage> nextBatch(Instant now, int limit) {
        return session
                .createSelectionQuery(
                        "from OutboxRow where notBefore <= :now order by id", OutboxRow.class)
                .setParameter("now", now)
                .setMaxResults(limit)
                .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .getResultList()
                .stream()
                .map(OutboxRow::toMessage)
                .toList();
    }

    @Override
    public void postpone(Collection<Long> ids, Instant until) {
        if (!ids.isEmpty()) {
            session.createMutationQuery(
                            "update OutboxRow set notBefore = :until where id in (:ids)")
                    .setParameter("until", until)
                    .setParameterList("ids", ids.stream().sorted().toList())
                    .executeUpdate();
        }
    }

    @Override
    public void removeAll(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            session.createMutationQuery("delete OutboxRow where id in (:ids)")
                    .setParameterList("ids", ids.stream().sorted().toList())
                    .executeUpdate();
        }
    }

    @Override
    public long count() {
        return session.createSelectionQuery("select count(*) from OutboxRow", Long.class)
                .getSingleResult();
    }

    @Override
    public Optional<Instant> oldest() {
        return session.createSelectionQuery("from OutboxRow order by id", OutboxRow.class)
                .setMaxResults(1)
                .uniqueResultOptional()
                .map(row -> row.createdAt);
    }
}
