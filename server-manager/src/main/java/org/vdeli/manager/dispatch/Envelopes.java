package org.vdeli.manager.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Envelope;
import org.vdeli.manager.database.IdMint;

/// Makes messages for the outbox. The message's own id is made here, so one that is sent again
/// keeps it.
public final class Envelopes {
    private final Codec codec;
    private final IdMint ids;

    public Envelopes(Codec codec, IdMint ids) {
        this.codec = codec;
        this.ids = ids;
    }

    /// A message that may be sent at once.
    ///
    /// @param persistent whether the broker shall keep it over its restart
    /// @throws IllegalArgumentException if it is longer than a message may be
    public OutboxMessage outgoing(
            String exchange, String routingKey, Object body, boolean persistent, Instant now) {
        byte[] bytes = codec.encode(new Envelope<>(Codec.VERSION, UUID.randomUUID(), now, body));
        return new OutboxMessage(
                ids.next(),
                exchange,
                routingKey,
                new String(bytes, StandardCharsets.UTF_8),
                persistent,
                now,
                now);
    }
}
