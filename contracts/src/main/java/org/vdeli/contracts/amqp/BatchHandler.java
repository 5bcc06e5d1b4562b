package org.vdeli.contracts.amqp;

import java.util.List;

/// Handles several messages in one transaction.
@FunctionalInterface
public interface BatchHandler {
    /// Brings about the effects of some messages. The same message may come more than once.
    ///
    /// @param deliveries at least one, in the order of the queue
    /// @return one answer for each, in the same order
    /// @throws Exception anything: the messages come again later, one by one; one on which it
    ///   throws again and again for a minute is refused
    List<Handled> handle(List<Delivery> deliveries) throws Exception;
}
