package org.vdeli.contracts.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.vdeli.contracts.config.Secret;
import org.vdeli.services.FreePorts;
import org.vdeli.services.PrivateRabbitMq;

/// A private broker on ports that stay over a restart, and links to it.
final class TestBroker implements AutoCloseable {
    private final PrivateRabbitMq.Settings settings;
    private PrivateRabbitMq broker;

    TestBroker(Path folder) {
        try (FreePorts ports = FreePorts.hold(2)) {
            settings = PrivateRabbitMq.Settings.in(folder).onPorts(ports.get(0), ports.get(1));
        }
        broker = PrivateRabbitMq.start(settings);
    }

    void stop() {
        broker.close();
    }

    void start() {
        broker = PrivateRabbitMq.start(settings);
    }

    LinkSettings manager(String name) {
        return LinkSettings.manager(
                name,
                broker.uri(),
                broker.user(),
                Secret.of(broker.password()),
                Clock.systemUTC(),
                RandomGeneratorFactory.getDefault().create(7));
    }

    Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        return factory.newConnection();
    }

    void declare(String queue, String exchange, String key) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, null);
            channel.queueBind(queue, exchange, key);
        }
    }

    Optional<GetResponse> take(String queue) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return Optional.ofNullable(channel.basicGet(queue, true));
        }
    }

    long waiting(String queue) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
