package org.vdeli.contracts.amqp;

import java.time.Duration;

/// What a handler answers for a message.
public sealed interface Handled {
    /// The effect is done and stored; the broker may forget the message.
    record Ack() implements Handled {}

    /// Not now, but later; the message stays unacknowledged until then, other ones go on.
    ///
    /// @param delay how much later
    record RetryAfter(Duration delay) implements Handled {}

    /// Never: the message goes to the dead letters with the reason.
    ///
    /// @param reason what is wrong with it, for the operator
    record Reject(String reason) implements Handled {}

    /// The common answer.
    Handled ACK = new Ack();
}
