package org.vdeli.manager;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.services.FreePorts;
import org.vdeli.services.PrivateRabbitMq;

/// A real broker that all tests of a JVM share, because its start takes longer than most of them:
/// each test finds it without queues and agents' accounts. It runs when a test begins.
final class SharedBroker {
    private static final String AGENT_USER = "agent-";

    private final PrivateRabbitMq.Settings settings;
    private PrivateRabbitMq node;

    private SharedBroker(PrivateRabbitMq.Settings settings) {
        this.settings = settings;
        this.node = PrivateRabbitMq.start(settings);
    }

    static SharedBroker running() {
        return Holder.RUNNING;
    }

    private static final class Holder {
        static final SharedBroker RUNNING = start();

        private static SharedBroker start() {
            try {
                Path folder = Files.createDirectories(Path.of("target", "rabbitmq-tests"));
                SharedBroker started =
                        new SharedBroker(
                                settings(Files.createTempDirectory(folder.toAbsolutePath(), "mq")));
                Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException("could not start a broker for tests", e);
            }
        }
    }

    /// Fixed ports, so that a restart is found where the node was.
    private static PrivateRabbitMq.Settings settings(Path folder) {
        PrivateRabbitMq.Settings usual = PrivateRabbitMq.Settings.in(folder);
        try (FreePorts ports = FreePorts.hold(2)) {
            return new PrivateRabbitMq.Settings(
                    usual.folder(),
                    usual.host(),
                    OptionalInt.of(ports.get(0)),
                    OptionalInt.of(ports.get(1)),
                    // what it tells of queues is otherwise up to a minute old
                    List.of("collect_statistics_interval = 1000"),
                    usual.startWithin());
        }
    }

    URI uri() {
        return node.uri();
    }

    URI managementUri() {
        return node.managementUri();
    }

    String user() {
        return node.user();
    }

    String password() {
        return node.password();
    }

    BrokerManagement management() {
        return new BrokerManagement(node.managementUri(), node.user(), node.password());
    }

    void stop() {
        node.close();
    }

    /// A node that ends in good order waits for 5 s, and nobody needs what this one holds.
    private void kill() {
        ProcessHandle.of(node.pid()).ifPresent(ProcessHandle::destroyForcibly);
        node.close();
    }

    void startAgain() {
        node = PrivateRabbitMq.start(settings);
    }

    /// Removes all queues and the accounts of all agents.
    void empty() {
        try (BrokerManagement management = management()) {
            management.users().stream()
                    .filter(user -> user.startsWith(AGENT_USER))
                    .map(user -> ServerId.of(user.substring(AGENT_USER.length())))
                    .forEach(management::removeAgent);
        }
        onChannel(channel -> {
            for (Topology.Queue queue : Topology.QUEUES) {
                channel.queueDelete(queue.name());
            }
        });
    }

    /// Takes all queues and exchanges away, as an operator may who resets the node, while everybody
    /// is connected.
    void wipe(Collection<ServerId> agents) {
        onChannel(channel -> {
            for (Topology.Queue queue : Topology.QUEUES) {
                channel.queueDelete(queue.name());
            }
            for (ServerId agent : agents) {
                channel.queueDelete(Topology.agent(agent));
            }
            for (String exchange : List.of(Topology.JOBS, Topology.REPORTS)) {
                channel.exchangeDelete(exchange);
            }
        });
    }

    /// What is done to the broker behind everybody's back.
    @FunctionalInterface
    private interface Deed {
        void on(Channel channel) throws IOException;
    }

    private void onChannel(Deed deed) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(node.uri().getHost());
        factory.setPort(node.uri().getPort());
        factory.setUsername(node.user());
        factory.setPassword(node.password());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            deed.on(channel);
        } catch (Exception e) {
            throw new IllegalStateException("could not change the broker of the tests", e);
        }
    }
}
