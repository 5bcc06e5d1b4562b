package org.vdeli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateRabbitMqIT {
    @TempDir Path folder;

    @Test
    void keepsItsMessagesOverAStopAndOverAKill() throws Exception {
        PrivateRabbitMq.Settings settings = PrivateRabbitMq.Settings.in(folder.resolve("mq"));
        URI uri;
        try (PrivateRabbitMq first = PrivateRabbitMq.start(settings)) {
            uri = first.uri();
            publish(first, "one");
            assertThat(overview(first, first.user(), first.password())).isEqualTo(200);
            assertThat(overview(first, "guest", "guest")).isEqualTo(401);
            ConnectionFactory guest = new ConnectionFactory();
            guest.setPort(first.port());
            assertThatThrownBy(() -> guest.newConnection().close())
                    .isInstanceOf(AuthenticationFailureException.class);
        }
        assertThat(folder.resolve("mq/rabbitmq.pid")).doesNotExist();
        assertThat(folder.resolve("mq/epmd.pid")).doesNotExist();

        PrivateRabbitMq second = PrivateRabbitMq.start(settings);
        assertThat(second.uri()).isEqualTo(uri);
        publish(second, "two");
        ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
        await().until(() -> !second.isAlive());
        second.close();

        try (PrivateRabbitMq third = PrivateRabbitMq.start(settings)) {
            try (Connection connection = connect(third);
                    Channel channel = connection.createChannel()) {
                assertThat(next(channel)).isEqualTo("one");
                assertThat(next(channel)).isEqualTo("two");
            }
        }
    }

    @Test
    void listensWhereItIsToldAndAlwaysOnLoopback() throws Exception {
        PrivateRabbitMq.Settings alone = PrivateRabbitMq.Settings.in(folder.resolve("alone"));
        try (PrivateRabbitMq broker = PrivateRabbitMq.start(alone)) {
            assertThat(listens("127.0.0.1", broker.port())).isTrue();
            assertThat(listens("127.0.0.2", broker.port())).isFalse();
            assertThat(listens("127.0.0.2", broker.managementPort())).isFalse();
        }
        PrivateRabbitMq.Settings open = alone.listeningAt("127.0.0.2", OptionalInt.empty());
        try (PrivateRabbitMq broker = PrivateRabbitMq.start(open)) {
            assertThat(listens("127.0.0.1", broker.port())).isTrue();
            assertThat(listens("127.0.0.2", broker.port())).isTrue();
            assertThat(listens("127.0.0.2", broker.managementPort())).isFalse();
            assertThat(overview(broker, broker.user(), broker.password())).isEqualTo(200);
            publish(broker, "one");
        }
    }

    @Test
    void refusesItsAdministratorFromAnywhereButLoopback() throws Exception {
        Optional<String> address = addressInANetwork();
        assumeThat(address).as("an address of this machine besides loopback").isPresent();
        PrivateRabbitMq.Settings open =
                PrivateRabbitMq.Settings.in(folder.resolve("mq"))
                        .listeningAt(address.get(), OptionalInt.empty());
        try (PrivateRabbitMq broker = PrivateRabbitMq.start(open)) {
            ConnectionFactory admin = new ConnectionFactory();
            admin.setHost(address.get());
            admin.setPort(broker.port());
            admin.setUsername(broker.user());
            admin.setPassword(broker.password());
            assertThatThrownBy(() -> admin.newConnection().close())
                    .isInstanceOf(AuthenticationFailureException.class);
            connect(broker).close();
        }
    }

    private static Optional<String> addressInANetwork() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void isTakenOverFromAParentThatWasKilled() throws Exception {
        Path home = folder.resolve("mq");
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledParent.class.getName(),
                                home.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("parent.log").toFile())
                        .start();
        assertThat(parent.waitFor()).isEqualTo(KilledParent.STATUS);
        long left = Long.parseLong(Files.readAllLines(home.resolve("rabbitmq.pid")).getFirst());

        PrivateRabbitMq second = PrivateRabbitMq.start(PrivateRabbitMq.Settings.in(home));
        try {
            assertThat(second.pid()).isEqualTo(left);
            assertThat(overview(second, second.user(), second.password())).isEqualTo(200);
        } finally {
            second.close();
        }
        assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /// Starts a node and dies without stopping it.
    static final class KilledParent {
        static final int STATUS = 9;

        private KilledParent() {}

        public static void main(String[] args) {
            PrivateRabbitMq.start(PrivateRabbitMq.Settings.in(Path.of(args[0])));
            Runtime.getRuntime().halt(STATUS);
        }
    }

    private static String next(Channel channel) throws IOException {
        GetResponse response = channel.basicGet("kept", true);
        return response == null ? "" : new String(response.getBody(), StandardCharsets.UTF_8);
    }

    private static void publish(PrivateRabbitMq broker, String text) throws Exception {
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish(
                    "",
                    "kept",
                    MessageProperties.PERSISTENT_BASIC,
                    text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static Connection connect(PrivateRabbitMq broker) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        return factory.newConnection();
    }

    private static int overview(PrivateRabbitMq broker, String name, String password)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String login =
                    Base64.getEncoder()
                            .encodeToString(
                                    (name + ":" + password).getBytes(StandardCharsets.UTF_8));
            return client.send(
                            HttpRequest.newBuilder(URI.create(broker.managementUri() + "/overview"))
                                    .header("Authorization", "Basic " + login)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
