package org.vdeli.contracts.amqp;

/// A running consumer.
public interface Subscription extends AutoCloseable {
    /// Takes no further messages, lets the handler finish for at most five seconds, and gives back
    /// what is not acknowledged.
    @Override
    void close();
}
