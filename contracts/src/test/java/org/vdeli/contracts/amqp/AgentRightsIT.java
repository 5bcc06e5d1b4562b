package org.vdeli.contracts.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vdeli.contracts.amqp.TestBroker.bytes;
import static org.vdeli.contracts.amqp.TestBroker.text;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;

class AgentRightsIT {
    private final ServerId id = new ServerId(42);
    private final ServerId other = new ServerId(43);

    @Test
    void anAgentReachesItsOwnQueueAndItsOwnReportsAlone(@TempDir Path folder) throws Exception {
        try (TestBroker broker = new TestBroker(folder.resolve("mq"))) {
            try (Connection connection = broker.connect();
                    Channel channel = connection.createChannel()) {
                Topology.declareShared(channel);
                for (ServerId one : List.of(id, other)) {
                    Topology.declareAgent(
                            channel, one, Optional.of(new ClusterId(5)), Optional.empty());
                    Topology.declareAgent(
                            channel, one, Optional.of(new ClusterId(5)), Optional.empty());
                }
            }
            try (BrokerLink manager =
                            BrokerLink.open(broker.manager("manager").of(new ManagerId(1)));
                    BrokerLink agent = BrokerLink.open(broker.agent(id))) {
                assertThat(manager.awaitConnected(Duration.ofSeconds(20))).isTrue();
                assertThat(agent.awaitConnected(Duration.ofSeconds(20))).isTrue();

                List<String> jobs = new CopyOnWriteArrayList<>();
                agent.consume(
                        Topology.agent(id),
                        10,
                        delivery -> {
                            jobs.add(text(delivery.body()));
                            return text(delivery.body()).equals("bad")
                                    ? new Handled.Reject("it is bad")
                                    : Handled.ACK;
                        });
                List<String> foreign = new CopyOnWriteArrayList<>();
                agent.consume(
                        Topology.agent(other),
                        10,
                        delivery -> {
                            foreign.add(text(delivery.body()));
                            return Handled.ACK;
                        });
                send(manager, Topology.agent(id), "mine");
                send(manager, Topology.cluster(new ClusterId(5)), "ours");
                send(manager, Topology.ALL_AGENTS, "bad");
                send(manager, Topology.agent(other), "theirs");
                await().until(() -> jobs.equals(List.of("mine", "ours", "bad")));

                // without the right to publish there, the broker itself dead-letters, without a
                // reason
                await().until(() -> broker.waiting(Topology.DEAD_LETTERS) == 1);
                assertThat(broker.take(Topology.DEAD_LETTERS))
                        .map(GetResponse::getBody)
                        .map(TestBroker::text)
                        .contains("bad");

                assertThat(report(agent, Topology.confirmation(id)).confirmed()).isTrue();
                assertThat(broker.waiting(Topology.CONFIRMATIONS)).isEqualTo(1);
                assertThat(report(agent, Topology.confirmation(other)))
                        .isInstanceOf(Published.Failed.class);
                assertThat(
                                agent.publish(Topology.JOBS, Topology.ALL_AGENTS, bytes("x"), false)
                                        .get())
                        .isInstanceOf(Published.Failed.class);
                assertThat(agent.publish("", Topology.CONFIRMATIONS, bytes("x"), true).get())
                        .isInstanceOf(Published.Failed.class);
                assertThat(report(agent, Topology.heartbeat(id)).confirmed()).isTrue();
                assertThat(broker.waiting(Topology.CONFIRMATIONS)).isEqualTo(1);
                assertThat(broker.waiting(Topology.agent(other))).isEqualTo(3);
                assertThat(foreign).isEmpty();
                assertThat(agent.state().connected()).isTrue();
            }
        }
    }

    @Test
    void whatTheQueueOfASilentAgentDropsIsNoDeadLetter(@TempDir Path folder) throws Exception {
        try (TestBroker broker = new TestBroker(folder.resolve("mq"))) {
            try (Connection connection = broker.connect();
                    Channel channel = connection.createChannel()) {
                Topology.declareShared(channel);
                Topology.declareAgent(channel, id, Optional.empty(), Optional.empty());
            }
            try (BrokerLink manager = BrokerLink.open(broker.manager("manager"))) {
                assertThat(manager.awaitConnected(Duration.ofSeconds(20))).isTrue();
                Outgoing job =
                        new Outgoing(Topology.JOBS, Topology.agent(id), bytes("job"), false, true);
                for (int sent = 0; sent < Topology.AGENT_QUEUE_LENGTH; sent += 1000) {
                    manager.publishAll(Collections.nCopies(1000, job));
                }
                manager.publishAll(Collections.nCopies(20, job));
                send(manager, Topology.agent(id), "bad");

                assertThat(broker.waiting(Topology.agent(id)))
                        .isEqualTo(Topology.AGENT_QUEUE_LENGTH);
                try (BrokerLink agent = BrokerLink.open(broker.agent(id))) {
                    agent.consume(
                            Topology.agent(id),
                            1000,
                            delivery ->
                                    text(delivery.body()).equals("bad")
                                            ? new Handled.Reject("it is bad")
                                            : Handled.ACK);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> broker.waiting(Topology.DEAD_LETTERS) > 0);
                }
                assertThat(broker.waiting(Topology.DEAD_LETTERS)).isEqualTo(1);
                assertThat(broker.take(Topology.DEAD_LETTERS))
                        .map(GetResponse::getBody)
                        .map(TestBroker::text)
                        .contains("bad");
            }
        }
    }

    private static void send(BrokerLink link, String key, String text) throws Exception {
        assertThat(link.publish(new Outgoing(Topology.JOBS, key, bytes(text), false, true)).get())
                .isEqualTo(new Published.Confirmed());
    }

    private static Published report(BrokerLink link, String key) throws Exception {
        return link.publish(new Outgoing(Topology.REPORTS, key, bytes("{}"), true, true)).get();
    }
}
