package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vdeli.manager.dispatch.Outbox;
import org.vdeli.manager.dispatch.OutboxMessage;

/// The outbox in memory.
record InMemoryOutbox(InMemoryStores stores) implements Outbox {

    @Override
    public void addAll(Collection<OutboxMessage> messages) {
        messages.forEach(stores.outboxRows::add);
    }

    @Override
    public List<OutboxMessage> nextBatch(Instant now, int limit) {
        return stores.outboxRows
                .all()
                .filter(row -> !row.notBefore().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public void postpone(Collection<Long> ids, Instant until) {
        stores.outboxRows
                .all()
                .filter(row -> ids.contains(row.id()))
                .forEach(row ->
                        stores.outboxRows.put(
                                new OutboxMessage(
                                        row.id(),
                                        row.exchange(),
                                        row.routingKey(),
                                        row.body(),
                                        row.persistent(),
                                        row.createdAt(),
                                        until)));
    }

    @Override
    public void removeAll(Collection<Long> ids) {
        ids.forEach(stores.outboxRows::remove);
    }

    @Override
    public long count() {
        return stores.outboxRows.size();
    }

    @Override
    public Optional<Instant> oldest() {
        return stores.outboxRows.all().map(OutboxMessage::createdAt).findFirst();
    }
}
