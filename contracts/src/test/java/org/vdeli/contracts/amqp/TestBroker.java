package org.vdeli.contracts.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.ServerId;
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

    /// The link of an agent whose account has the rights of [Topology#permissions].
    LinkSettings agent(ServerId id) throws Exception {
        String user = Topology.agentUser(id);
        Topology.AgentPermissions may = Topology.permissions(id);
        put("/users/" + user, "{\"password\": \"secret\", \"tags\": \"\"}");
        put(
                "/permissions/%2F/" + user,
                "{\"configure\": \"%s\", \"write\": \"%s\", \"read\": \"%s\"}"
                        .formatted(
                                escaped(may.configure()),
                                escaped(may.write()),
                                escaped(may.read())));
        put(
                "/topic-permissions/%2F/" + user,
                "{\"exchange\": \"%s\", \"write\": \"%s\", \"read\": \"%s\"}"
                        .formatted(
                                may.topicExchange(),
                                escaped(may.topicWrite()),
                                escaped(may.topicRead())));
        return LinkSettings.agent(
                user,
                broker.uri(),
                user,
                Secret.of("secret"),
                Clock.systemUTC(),
                RandomGeneratorFactory.getDefault().create(8));
    }

    private static String escaped(String expression) {
        return expression.replace("\\", "\\\\");
    }

    private void put(String path, String json) throws Exception {
        String login = broker.user() + ":" + broker.password();
        // the management plugin closes the connection on an upgrade to HTTP/2 with a body
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            int status =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(broker.managementUri() + path))
                                            .header("Content-Type", "application/json")
                                            .header(
                                                    "Authorization",
                                                    "Basic "
                                                            + Base64.getEncoder()
                                                                    .encodeToString(bytes(login)))
                                            .PUT(HttpRequest.BodyPublishers.ofString(json))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status != 201 && status != 204) {
                throw new AssertionError(path + ": status " + status);
            }
        }
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

    /// A node that ends in good order waits for 5 s, and nobody needs what this one holds.
    @Override
    public void close() {
        ProcessHandle.of(broker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        broker.close();
    }
}
