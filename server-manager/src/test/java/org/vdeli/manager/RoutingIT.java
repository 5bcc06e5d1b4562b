package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.NetworkPrefixDraft;
import org.vdeli.contracts.api.NetworkPrefixView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.RouteExplanationView;
import org.vdeli.contracts.api.RouterTokenDraft;
import org.vdeli.contracts.api.RouterTokenView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.fleet.AgentSecrets;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.router.RequestRouter;
import org.vdeli.services.FreePorts;

/// A manager and a router, each a process of its own that is killed, and two edges.
class RoutingIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FILM = "acme/default/film.mp4";

    private final Codec codec = new Codec();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path folder;
    private int routerPort;

    @Test
    void aRouterFollowsItsManagerAndGoesOnWithoutIt() throws Exception {
        SharedBroker broker = SharedBroker.running();
        broker.empty();
        var settings = RealDatabase.settings();
        int managerPort;
        try (FreePorts free = FreePorts.hold(2)) {
            managerPort = free.get(0);
            routerPort = free.get(1);
        }
        Path keys = folder.resolve("keys");
        try (Database database = Database.open(settings, new Random(1))) {
            database.transactions().change(DispatchSite::found);
            try (RunningManager manager =
                            new RunningManager(
                                            folder.resolve("manager"),
                                            0,
                                            managerPort,
                                            keys,
                                            settings,
                                            broker)
                                    .awaitReady();
                    PlayedAgent one = enrol(manager, database, broker, "one");
                    PlayedAgent two = enrol(manager, database, broker, "two")) {
                String token =
                        manager.login(
                                Files.readString(
                                                manager.data.resolve(
                                                        "secrets/first-admin-password"))
                                        .strip());
                manager.upload(
                        FILM,
                        "film".repeat(500).getBytes(StandardCharsets.UTF_8),
                        UUID.randomUUID());
                await().atMost(SOON)
                        .until(() ->
                                !one.jobs.isEmpty()
                                        && !two.jobs.isEmpty()
                                        && explain(manager, token, "198.51.100.1")
                                                .map(why -> why.candidates().size() == 2)
                                                .orElse(false));

                sayWhereANetworkBelongs(manager, token);
                followAndOutlive(manager, token, one);
            }
        }
    }

    private void sayWhereANetworkBelongs(RunningManager manager, String token) throws Exception {
        NetworkPrefixView prefix =
                codec.read(
                        manager.call(
                                "POST",
                                "/api/v1/network-prefixes",
                                token,
                                codec.write(
                                        new NetworkPrefixDraft(
                                                "10.1.2.0/16",
                                                Optional.empty(),
                                                Optional.of(new ClusterId(21))))),
                        NetworkPrefixView.class);
        assertThat(prefix.prefix()).isEqualTo("10.1.0.0/16");
        await().atMost(SOON)
                .until(() ->
                        explain(manager, token, "10.1.9.9")
                                .map(why -> why.steps().toString())
                                .orElse("")
                                .contains("an operator's network prefix: cluster n1"));
        assertThat(explain(manager, token, "10.2.0.1").orElseThrow().steps().toString())
                .contains("no prefix");
        assertThat(manager.list("/api/v1/audit", token, AuditView.class))
                .extracting(AuditView::kind)
                .contains(ObjectKind.NETWORK_PREFIX);
    }

    private void followAndOutlive(RunningManager manager, String token, PlayedAgent one)
            throws Exception {
        String secret =
                codec.read(
                                manager.call(
                                        "POST",
                                        "/api/v1/router-tokens",
                                        token,
                                        codec.write(new RouterTokenDraft("test"))),
                                RouterTokenView.class)
                        .token();
        Process router = router(manager.http(), secret);
        try {
            await().atMost(SOON).until(() -> status("/health/ready") == 200);
            await().atMost(SOON).until(() -> !edges().isEmpty());
            assertThat(edges()).isSubsetOf("one.example.org:8081", "two.example.org:8081");
            assertThat(status("/acme/default/none.mp4")).isEqualTo(404);

            one.beat(false);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> edges().equals(Set.of("two.example.org:8081")));

            manager.kill();
            assertThat(edges()).isEqualTo(Set.of("two.example.org:8081"));
            router.destroy();
            router.waitFor();
            router = router(manager.http(), secret);
            await().atMost(SOON).until(() -> status("/health/ready") == 200);
            assertThat(edges()).isEqualTo(Set.of("two.example.org:8081"));
        } finally {
            router.destroyForcibly().waitFor();
        }
    }

    /// The edges to which some viewers are sent.
    private Set<String> edges() throws Exception {
        Set<String> edges = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            HttpResponse<Void> answer = ask("/" + FILM);
            if (answer.statusCode() == 302) {
                String url = answer.headers().firstValue("Location").orElseThrow();
                assertThat(url).endsWith("/" + FILM);
                edges.add(URI.create(url).getAuthority());
            }
        }
        return edges;
    }

    private int status(String path) throws Exception {
        try {
            return ask(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<Void> ask(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + routerPort + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private Optional<RouteExplanationView> explain(
            RunningManager manager, String token, String client) throws Exception {
        try {
            return Optional.of(
                    codec.read(
                            manager.call(
                                    "GET",
                                    "/api/v1/routing/explanation?path="
                                            + FILM
                                            + "&client="
                                            + client,
                                    token,
                                    ""),
                            RouteExplanationView.class));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("404");
            return Optional.empty();
        }
    }

    private Process router(URI manager, String secret) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Objects.requireNonNull(System.getProperty("java.class.path")),
                                RequestRouter.class.getName(),
                                "run",
                                "--data=" + folder.resolve("router"),
                                "--managers=" + manager,
                                "--router.host=127.0.0.1",
                                "--router.port=" + routerPort)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("router.log").toFile()));
        builder.environment().put("VDELI_TOKEN", secret);
        return builder.start();
    }

    private PlayedAgent enrol(
            RunningManager manager, Database database, SharedBroker broker, String name)
            throws Exception {
        String once = "token-" + name;
        Instant now = Instant.now();
        database.transactions()
                .change(stores ->
                        stores.enrolmentTokens()
                                .add(
                                        new EnrolmentToken(
                                                AgentSecrets.hash(once),
                                                Optional.of(name),
                                                Optional.of(new ClusterId(21)),
                                                now,
                                                now.plusSeconds(600),
                                                Optional.empty())));
        EnrolmentRequest request =
                new EnrolmentRequest(
                        once,
                        UUID.randomUUID(),
                        name,
                        List.of(name + ".example.org"),
                        8081,
                        "Europe/Lisbon",
                        Optional.empty(),
                        "1");
        Enrolled enrolled =
                codec.read(
                        manager.call("POST", "/agent/v1/enrolments", "", codec.write(request)),
                        Enrolled.class);
        return new PlayedAgent(enrolled, broker.uri()).start();
    }
}
