package org.vdeli.manager.alarm;

import java.util.List;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.manager.fleet.BrokerManagement;

/// The messages that nobody could read: how many there are, what they look like, and an alarm while
/// there are any.
public final class DeadLetters {
    static final String PRESENT = "dead-letters";

    private final BrokerManagement broker;
    private final AlarmDesk alarms;
    private boolean raised = true;
    private boolean isRaisedByUs;

    public DeadLetters(BrokerManagement broker, AlarmDesk alarms) {
        this.broker = broker;
        this.alarms = alarms;
    }

    /// How many there are.
    public long count() {
        return broker.depth(Topology.DEAD_LETTERS)
                .map(BrokerManagement.QueueDepth::messages)
                .orElse(0L);
    }

    /// The oldest ones; they stay where they are.
    ///
    /// @param limit at most 100
    public List<BrokerManagement.PeekedMessage> peek(int limit) {
        return broker.peek(Topology.DEAD_LETTERS, limit);
    }

    /// Deletes them all.
    public void purge() {
        broker.purge(Topology.DEAD_LETTERS);
    }

    /// Raises or clears the alarm; call it every ten seconds or so, from one thread.
    public void turn() {
        long count = count();
        if (count > 0) {
            raise(count);
        } else if (raised) {
            alarms.clear(ObjectKind.MANAGER, "broker", PRESENT);
            raised = false;
            isRaisedByUs = false;
        }
    }

    private void raise(long count) {
        if (!isRaisedByUs) {
            String first =
                    peek(1).stream()
                            .findFirst()
                            .map(message -> "; the first: " + message.reason())
                            .orElse("");
            alarms.raise(
                    AlarmSeverity.WARNING,
                    ObjectKind.MANAGER,
                    "broker",
                    PRESENT,
                    count
                            + (count == 1 ? " message was" : " messages were")
                            + " refused and wait in "
                            + Topology.DEAD_LETTERS
                            + first);
            isRaisedByUs = true;
        }
        raised = true;
    }
}
