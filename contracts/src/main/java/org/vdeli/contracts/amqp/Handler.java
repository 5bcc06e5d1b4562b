package org.vdeli.contracts.amqp;

/// Handles one message at a time.
@FunctionalInterface
public interface Handler {
    /// Brings about the effect of a message. The same message may come more than once.
    ///
    /// @param delivery the message
    /// @return what shall become of it
    /// @throws Exception anything: the message comes again later
    Handled handle(Delivery delivery) throws Exception;
}
