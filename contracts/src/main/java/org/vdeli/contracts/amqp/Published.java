package org.vdeli.contracts.amqp;

/// What became of a published message.
public sealed interface Published {
    /// The broker has taken responsibility: the message is routed, and on disk where it is
    /// persistent and the queue durable.
    record Confirmed() implements Published {}

    /// The message was mandatory, and no queue took it.
    ///
    /// @param cause as the broker says it
    record Unroutable(String cause) implements Published {}

    /// Not confirmed: the caller publishes it again. It may have arrived all the same.
    ///
    /// @param cause for the log
    record Failed(String cause) implements Published {}

    /// Whether the broker has it.
    default boolean confirmed() {
        return this instanceof Confirmed;
    }
}
