package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the broker has yet to be told.
///
/// A sender takes a batch and postpones it in one transaction, publishes, and removes what the
/// broker confirmed in another: if it dies in between, the batch is sent again when the postponing
/// is over. Several managers may do so at once.
public interface Outbox {
    void addAll(Collection<OutboxMessage> messages);

    /// The oldest messages that may be sent, locked until the transaction ends; those that another
    /// manager has locked are left out.
    List<OutboxMessage> nextBatch(Instant now, int limit);

    void postpone(Collection<Long> ids, Instant until);

    void removeAll(Collection<Long> ids);

    long count();

    /// When the oldest message was stored.
    Optional<Instant> oldest();
}
