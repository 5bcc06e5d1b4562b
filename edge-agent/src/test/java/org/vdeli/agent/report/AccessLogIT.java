package org.vdeli.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.nginx.NginxConfig;
import org.vdeli.services.FreePorts;

class AccessLogIT {
    private static final int REQUESTS = 8000;

    @TempDir Path folder;
    private final InstantSource clock = InstantSource.system();

    private Nginx nginx(int port) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Nginx(
                new NginxConfig(
                        folder.resolve("nginx"),
                        folder.resolve("www"),
                        "127.0.0.1",
                        port,
                        Nginx.workerUser(folder)),
                new Nginx.Settings(
                        Path.of("/usr/sbin/nginx"), true, true, List.of(), List.of(), List.of()));
    }

    private static void request(int port, int count) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < count; i++) {
            URI address = URI.create("http://127.0.0.1:" + port + "/acme/a%20%C3%A9%22" + i);
            http.send(
                    HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    @Test
    void countsEachRequestOnceOverRotationsAndRestarts() throws Exception {
        int port = FreePorts.one();
        try (Nginx nginx = nginx(port)) {
            nginx.start();
            CompletableFuture<Void> traffic =
                    CompletableFuture.runAsync(() -> {
                        try {
                            request(port, REQUESTS);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            AtomicInteger good = new AtomicInteger();
            AtomicInteger bad = new AtomicInteger();
            AccessLogReader.Place place = AccessLogReader.Place.BEGINNING;
            AtomicInteger rotations = new AtomicInteger();
            int restarts = 0;
            while (good.get() < REQUESTS) {
                int enough = Math.min(REQUESTS, good.get() + REQUESTS / 5);
                // A new reader each time, as if the agent started anew.
                try (AccessLogReader reader =
                        new AccessLogReader(nginx.config().accessLog(), place)) {
                    await().pollInterval(Duration.ofMillis(100))
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> {
                                reader.read(line -> {
                                    (line.isPresent() ? good : bad).incrementAndGet();
                                    return true;
                                });
                                reader.deleteRead();
                                if (!traffic.isDone() && reader.rotate(100_000, clock.millis())) {
                                    nginx.reopenLogs();
                                    rotations.incrementAndGet();
                                }
                                return good.get() >= enough;
                            });
                    place = reader.place();
                    restarts++;
                }
            }
            traffic.join();

            assertThat(good.get()).isEqualTo(REQUESTS);
            assertThat(bad.get()).isZero();
            assertThat(rotations.get()).isPositive();
            assertThat(restarts).isGreaterThan(1);
        }
    }
}
