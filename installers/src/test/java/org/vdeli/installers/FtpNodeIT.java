package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.installers.site.Program;
import org.vdeli.services.FreePorts;

/// The FTP service as a program of its own, beside the manager.
@ExtendWith(SystemSite.Shared.class)
class FtpNodeIT {
    private static final String AWAY =
            "530 Your account cannot be checked at the moment; try again later";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Codec codec = new Codec();
    private final int port = FreePorts.one();
    private final int health = FreePorts.one();
    private Optional<Program> node = Optional.empty();

    @AfterEach
    void stop() {
        node.ifPresent(Program::close);
    }

    private void startNode(SystemSite system, Map<String, String> environment, String... flags) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--data=" + system.site().folder().resolve("ftp-node"),
                                "--manager=" + system.site().managerHttp(),
                                "--ftp.host=127.0.0.1",
                                "--ftp.port=" + port,
                                "--ftp.passive-ports=0",
                                "--ftp.disk-reserve=1MiB",
                                "--health.port=" + health));
        arguments.addAll(List.of(flags));
        Program started =
                system.site().start("ftp", arguments, environment, Duration.ofSeconds(15));
        node = Optional.of(started);
        await().atMost(SystemSite.LONG)
                .until(() -> {
                    assertThat(started.isAlive()).as(started.lastLines(15)).isTrue();
                    return answers();
                });
    }

    private static String tokenFile(SystemSite system) {
        return "--node-token-file="
                + system.site().managerFolder().resolve("secrets/ftp-node-token");
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("live").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<byte[]> get(String what) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + "/health/" + what))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HealthView.Dependency manager(int status) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get("ready");
        HealthView view = codec.read(answer.body(), HealthView.class);
        assertThat(answer.statusCode()).as(view.toString()).isEqualTo(status);
        assertThat(view.ok()).isEqualTo(status == 200);
        assertThat(view.dependencies())
                .extracting(HealthView.Dependency::name)
                .containsExactly("manager", "disk", "deliveries");
        return view.dependencies().getFirst();
    }

    private RawFtp session(SystemSite system) throws IOException {
        RawFtp session = new RawFtp("127.0.0.1", port);
        assertThat(login(session, system)).startsWith("230");
        return session;
    }

    private static String login(RawFtp session, SystemSite system) throws IOException {
        session.send("USER " + SystemSite.PUBLISHER);
        return session.send("PASS " + system.site().password(SystemSite.PUBLISHER));
    }

    @Test
    void takesUploadsForTheManagerAlsoWhileThatIsAway(SystemSite system) throws Exception {
        system.createBareProject("ftp-node");
        Path file = system.file("node.mp4", 3_000_000, 71);
        byte[] film = Files.readAllBytes(file);
        startNode(system, Map.of(), tokenFile(system));
        assertThat(manager(200).ok()).isTrue();

        try (RawFtp session = session(system)) {
            assertThat(session.send("TYPE I")).startsWith("200");
            assertThat(session.store("/ftp-node/one.mp4", film)).startsWith("226");
            assertArrived(system, "one.mp4", film);
            assertThat(session.store("/nowhere/one.mp4", film)).startsWith("553");

            system.site().manager().kill();
            try (RawFtp late = new RawFtp("127.0.0.1", port)) {
                assertThat(login(late, system)).isEqualTo(AWAY);
            }
            assertThat(session.store("/ftp-node/two.mp4", film)).startsWith("226");
        }
        assertThat(get("live").statusCode()).isEqualTo(200);
        await().untilAsserted(
                        () -> assertThat(manager(503).detail()).contains("nobody can log in"));

        node.orElseThrow().kill();
        startNode(system, Map.of(), tokenFile(system));
        system.restartManager();

        assertArrived(system, "two.mp4", film);
        await().atMost(SystemSite.LONG).untilAsserted(() -> manager(200));
        try (RawFtp session = session(system)) {
            session.send("TYPE I");
            assertThat(session.store("/ftp-node/three.mp4", film)).startsWith("226");
        }
        assertArrived(system, "three.mp4", film);
    }

    private static void assertArrived(SystemSite system, String name, byte[] film) {
        AssetView asset = system.awaitAsset(SystemSite.PUBLISHER + "/ftp-node/" + name);
        assertThat(asset.checksum()).isEqualTo(Checksum.ofContent(film));
        assertThat(asset.version()).isEqualTo(1);
    }

    @Test
    void saysThatTheManagerDoesNotKnowIt(SystemSite system) throws Exception {
        startNode(system, Map.of("VDELI_NODE_TOKEN", "not-the-token"));
        assertThat(manager(503).detail()).contains("node-token must be what it keeps");
        try (RawFtp session = new RawFtp("127.0.0.1", port)) {
            assertThat(login(session, system)).isEqualTo(AWAY);
        }
    }
}
