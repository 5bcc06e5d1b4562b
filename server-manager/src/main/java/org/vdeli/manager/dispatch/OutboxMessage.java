package org.vdeli.manager.dispatch;

import java.time.Instant;

/// A message that the broker has yet to be told.
///
/// @param id minted; messages are sent in this order
/// @param body JSON, as [org.vdeli.contracts.wire.Codec#encode] makes it
/// @param persistent whether the broker shall keep it over its restart
/// @param notBefore when it may be sent (again)
public record OutboxMessage(
        long id,
        String exchange,
        String routingKey,
        String body,
        boolean persistent,
        Instant createdAt,
        Instant notBefore) {}
