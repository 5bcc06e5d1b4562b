package org.vdeli.contracts.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;

class TopologyTest {
    private final ServerId id = new ServerId(42);
    private final ServerId other = new ServerId(43);

    @Test
    void letsAnAgentReachItsOwnQueueAndItsOwnReportsAlone() {
        Topology.AgentPermissions may = Topology.permissions(id);
        assertThat(matches(may.read(), Topology.agent(id))).isTrue();
        assertThat(matches(may.read(), Topology.agent(other))).isFalse();
        assertThat(matches(may.read(), Topology.CONFIRMATIONS)).isFalse();
        assertThat(matches(may.configure(), Topology.agent(id))).isFalse();
        assertThat(matches(may.write(), Topology.REPORTS)).isTrue();
        assertThat(matches(may.write(), Topology.JOBS)).isFalse();
        assertThat(matches(may.write(), "amq.default")).isFalse();
        assertThat(may.topicExchange()).isEqualTo(Topology.REPORTS);
        assertThat(matches(may.topicWrite(), Topology.confirmation(id))).isTrue();
        assertThat(matches(may.topicWrite(), Topology.heartbeat(id))).isTrue();
        assertThat(matches(may.topicWrite(), Topology.sample(id))).isTrue();
        assertThat(matches(may.topicWrite(), Topology.progress(id))).isTrue();
        assertThat(matches(may.topicWrite(), Topology.confirmation(other))).isFalse();
        assertThat(matches(may.topicWrite(), Topology.upload(new ManagerId(7), new UploadId(42))))
                .isFalse();
    }

    @Test
    void bindsAnAgentToItselfItsClusterItsRegionAndAll() {
        assertThat(
                        Topology.agentBindings(
                                id, Optional.of(new ClusterId(5)), Optional.of(new RegionId(6))))
                .extracting(Topology.Binding::key)
                .containsExactly(
                        "agent." + id,
                        "all",
                        "cluster." + new ClusterId(5),
                        "region." + new RegionId(6));
    }

    @Test
    void givesEachManagerQueuesOfItsOwn() {
        ManagerId one = new ManagerId(7);
        assertThat(Topology.managerQueues(one))
                .extracting(Topology.Queue::name)
                .doesNotContainAnyElementsOf(
                        Topology.managerQueues(new ManagerId(8)).stream()
                                .map(Topology.Queue::name)
                                .toList());
        assertThat(Topology.managerBindings(one))
                .contains(
                        new Topology.Binding(
                                "manager.0000000000007.uploads",
                                "vdeli.reports",
                                "upload.0000000000007.*"),
                        new Topology.Binding(
                                "manager.0000000000007.live", "vdeli.reports", "heartbeat.*"));
        assertThat(matches(Topology.LOSSY_QUEUES, Topology.live(one))).isTrue();
        assertThat(matches(Topology.LOSSY_QUEUES, Topology.changes(one))).isTrue();
        assertThat(matches(Topology.LOSSY_QUEUES, Topology.uploads(one))).isFalse();
    }

    @Test
    void neverDeclaresWhatRabbitMq4NoLongerHas() {
        assertThat(
                        Stream.concat(
                                        Topology.QUEUES.stream(),
                                        Topology.managerQueues(new ManagerId(7)).stream())
                                .toList())
                .allSatisfy(
                        queue -> assertThat(queue.arguments()).doesNotContainKey("x-queue-mode"));
    }

    /// As RabbitMQ does it: a search, not a full match.
    private static boolean matches(String expression, String name) {
        return Pattern.compile(expression).matcher(name).find();
    }
}
