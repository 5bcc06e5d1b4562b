package org.vdeli.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.HealthView.Dependency;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.wire.Codec;

class NodeHealthIT {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger looks = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile NodeHealth.State manager = new NodeHealth.State(true, "answers");
    private NodeHealth health;

    @BeforeEach
    void start() throws Exception {
        health =
                NodeHealth.start(
                        new HealthSettings("127.0.0.1", 0),
                        List.of(
                                new NodeHealth.Check(
                                        "manager",
                                        () -> {
                                            looks.incrementAndGet();
                                            return manager;
                                        })),
                        now::get);
    }

    @AfterEach
    void stop() {
        health.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static HealthView view(HttpResponse<String> response) throws Exception {
        return new Codec().read(response.body().getBytes(StandardCharsets.UTF_8), HealthView.class);
    }

    @Test
    void livesWhateverItNeedsIsMissing() throws Exception {
        manager = new NodeHealth.State(false, "gone");
        HttpResponse<String> response = send("GET", "/health/live");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(view(response)).isEqualTo(new HealthView(true, List.of()));
        assertThat(looks).hasValue(0);
    }

    @Test
    void tellsWhatIsMissingAndSinceWhen() throws Exception {
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
        manager = new NodeHealth.State(false, "gone");
        now.set(START.plusSeconds(10));
        HttpResponse<String> first = send("GET", "/health/ready");
        now.set(START.plusSeconds(20));
        HttpResponse<String> second = send("GET", "/health/ready");

        HealthView expected =
                new HealthView(
                        false,
                        List.of(
                                new Dependency(
                                        "manager",
                                        false,
                                        "gone",
                                        Optional.of(START.plusSeconds(10)))));
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(view(first)).isEqualTo(expected);
        assertThat(view(second)).isEqualTo(expected);
    }

    @Test
    void looksOnceASecondHoweverOftenItIsAsked() throws Exception {
        for (int i = 0; i < 5; i++) {
            send("GET", "/health/ready");
        }
        assertThat(looks).hasValue(1);
        now.set(START.plus(NodeHealth.FRESH));
        send("GET", "/health/ready");
        assertThat(looks).hasValue(2);
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(send("GET", "/").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/health/ready").statusCode()).isEqualTo(405);
    }

    @Test
    void saysThatTheManagerDoesNotAnswer() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1");
        try (ManagerLink link = new ManagerLink(nobody, Secret.of("token"))) {
            assertThat(link.state())
                    .isEqualTo(
                            new NodeHealth.State(
                                    false,
                                    "no answer from the manager at http://127.0.0.1:1"
                                            + " (ConnectException): nobody can log in, finished"
                                            + " uploads wait"));
        }
    }
}
