package org.vdeli.manager.fleet;

import java.util.Map;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.wire.Codec;

/// What the queues of the broker may hold in bytes, as policies of the broker: unlike a queue's own
/// arguments they can be changed while the queue is there. Where a queue has a length, too, the
/// limit that is reached first counts.
public final class BrokerLimits {
    private final BrokerManagement broker;

    public BrokerLimits(BrokerManagement broker) {
        this.broker = broker;
    }

    /// Sets them; doing it again changes nothing.
    ///
    /// @throws BrokerManagementException if the broker does not do so
    public void put() {
        broker.putPolicy(
                "vdeli-lossy",
                Topology.LOSSY_QUEUES,
                Map.of("max-length-bytes", Topology.LOSSY_BYTES));
        broker.putPolicy(
                "vdeli-agents",
                Topology.AGENT_QUEUES,
                Map.of(
                        "max-length-bytes",
                        (long) Topology.AGENT_QUEUE_LENGTH * Codec.MAX_MESSAGE_BYTES));
    }
}
