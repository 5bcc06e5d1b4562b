package org.vdeli.contracts.amqp;

import java.util.Objects;

/// A message to be published.
///
/// @param exchange to which exchange
/// @param key routing key
/// @param body the content; not copied, not to be changed after this
/// @param persistent whether it outlives a restart of the broker
/// @param mandatory whether it shall be reported when no queue takes it
@SuppressWarnings(
        "ArrayRecordComponent") // bodies are never compared, and copies would cost at thousands a
// second
public record Outgoing(
        String exchange, String key, byte[] body, boolean persistent, boolean mandatory) {
    /// Checks.
    public Outgoing {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(body, "body");
    }
}
