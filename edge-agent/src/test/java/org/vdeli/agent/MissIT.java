package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.fill.Origin;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;

/// What viewers get of files that are not there.
class MissIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Übung 1/kalt & neu #2.mp4");
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 64 * PIECE + 777;
    private static final int VIEWERS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    private EdgeSite site() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new EdgeSite(folder.resolve("edge ü 1"), Broker.shared());
    }

    private static Job.Fill order(Origin origin, long job) {
        return origin.order(new JobId(job), 1, PATH, 1, TransferMethod.SWARM.preset());
    }

    private static void orderOnMiss(EdgeSite site, Origin origin) {
        site.answerMisses(question ->
                question.path().equals(PATH) ? Optional.of(order(origin, 1)) : Optional.empty());
    }

    /// Started, and its nginx passes on what is not there.
    private static void start(EdgeSite site) throws Exception {
        site.startManager();
        site.startAgent();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> site.get(site.address(PATH).resolve("none.mp4")).statusCode() == 404);
    }

    @Test
    void aHundredViewersOfAColdFileMakeOneFetch() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            orderOnMiss(site, origin);
            start(site);
            int before = site.questions().size();
            URI address = site.address(PATH);
            try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<HttpResponse<byte[]>>> whole = new ArrayList<>();
                List<Future<HttpResponse<byte[]>>> parts = new ArrayList<>();
                for (int i = 0; i < VIEWERS; i++) {
                    whole.add(viewers.submit(() -> site.get(address)));
                    parts.add(
                            viewers.submit(
                                    () -> site.get(address, "Range", "bytes=100000-199999")));
                }
                for (Future<HttpResponse<byte[]>> answer : whole) {
                    assertThat(answer.get().statusCode()).isEqualTo(200);
                    assertThat(answer.get().headers().firstValue("content-type"))
                            .contains("video/mp4");
                    assertThat(answer.get().headers().firstValue("access-control-allow-origin"))
                            .contains("*");
                    assertThat(answer.get().body()).isEqualTo(origin.content());
                }
                for (Future<HttpResponse<byte[]>> answer : parts) {
                    assertThat(answer.get().statusCode()).isEqualTo(206);
                    assertThat(answer.get().headers().firstValue("content-range"))
                            .contains("bytes 100000-199999/" + SIZE);
                    assertThat(answer.get().body())
                            .isEqualTo(Arrays.copyOfRange(origin.content(), 100_000, 200_000));
                }
            }
            assertThat(origin.sent()).isEqualTo(SIZE);
            assertThat(site.questions()).hasSize(before + 1);
            Report.Confirmation done = site.awaitConfirmation(new JobId(1), 1);
            assertThat(done.reason()).isEqualTo(Reason.DONE);
            assertThat(site.served(PATH)).exists();
            assertThat(site.get(address).body()).isEqualTo(origin.content());
            assertThat(site.questions()).hasSize(before + 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(
                                            site.reports(Report.Sample.class).stream()
                                                    .flatMap(sample ->
                                                            sample.traffic().cache().stream())
                                                    .mapToLong(Report.CacheCounts::hits)
                                                    .sum())
                                    .isEqualTo(1));
            assertThat(
                            site.reports(Report.Sample.class).stream()
                                    .flatMap(sample -> sample.traffic().cache().stream())
                                    .mapToLong(Report.CacheCounts::misses)
                                    .sum())
                    .isEqualTo(2L * VIEWERS);
        }
    }

    @Test
    void aViewerWhoLeavesDoesNotEndTheFillAndASlowOneDoesNotHoldIt() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            orderOnMiss(site, origin);
            start(site);
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(site.address(PATH)).build();
            InputStream slow = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
            try (InputStream leaving =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
                assertThat(leaving.readNBytes(1000))
                        .isEqualTo(Arrays.copyOf(origin.content(), 1000));
            }

            Report.Confirmation done = site.awaitConfirmation(new JobId(1), 1);

            assertThat(done.reason()).isEqualTo(Reason.DONE);
            assertThat(slow.readAllBytes()).isEqualTo(origin.content());
        }
    }

    @Test
    void afterAPurgeTheNextRequestIsAMiss() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            orderOnMiss(site, origin);
            start(site);
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
            site.awaitConfirmation(new JobId(1), 1);
            site.answerMisses(_ -> Optional.of(order(origin, 3)));
            int before = site.questions().size();

            site.send(new Job.Purge(new JobId(2), 1, Origin.ASSET, PATH));
            site.awaitConfirmation(new JobId(2), 1);

            await().atMost(PATIENCE)
                    .until(() -> {
                        site.get(site.address(PATH));
                        return site.questions().size() > before;
                    });
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
            assertThat(site.awaitConfirmation(new JobId(3), 1).reason()).isEqualTo(Reason.DONE);
            assertThat(origin.sent()).isEqualTo(2L * SIZE);
        }
    }

    @Test
    void whatNobodyHasIsAskedForOnceAndHostilePathsNever() throws Exception {
        try (EdgeSite site = site()) {
            start(site);
            int before = site.questions().size();
            for (int i = 0; i < 20; i++) {
                assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(404);
            }
            assertThat(site.questions()).hasSize(before + 1);
            URI root = site.address(PATH).resolve("/");
            for (String hostile :
                    List.of(
                            "",
                            "acme",
                            "acme/films/",
                            "acme/films/a%00b.mp4",
                            "acme/films/a%0d%0ab.mp4",
                            "acme/films/%ff.mp4",
                            "acme/films/" + "x".repeat(3000) + ".mp4")) {
                assertThat(site.get(root.resolve("/" + hostile)).statusCode())
                        .as(hostile)
                        .isGreaterThanOrEqualTo(400)
                        .isLessThan(500);
            }
            assertThat(site.questions()).hasSize(before + 1);
            site.stopManager();
            assertThat(site.get(site.address(PATH)).statusCode()).as("known").isEqualTo(404);
            HttpResponse<byte[]> unknown = site.get(site.address(PATH).resolve("new.mp4"));
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.headers().firstValue("retry-after")).contains("5");
            site.killAgent();
            HttpResponse<byte[]> away = site.get(site.address(PATH));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("retry-after")).contains("5");
        }
    }

    @Test
    void aFillThatFailsIsNoBrokenAnswer() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            origin.answerWith(403);
            orderOnMiss(site, origin);
            start(site);

            HttpResponse<byte[]> answer = site.get(site.address(PATH));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("5");
            assertThat(site.served(PATH)).doesNotExist();
        }
    }

    @Test
    void aViewerOfAPolicysFillGetsWhatIsThereAndWhatItAsksForFirst() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            start(site);
            int before = site.questions().size();
            origin.holdAt(8L * PIECE);
            site.send(order(origin, 1));
            HttpClient http = HttpClient.newHttpClient();
            InputStream first =
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(
                                    () -> {
                                        HttpResponse<InputStream> answer =
                                                http.send(
                                                        HttpRequest.newBuilder(site.address(PATH))
                                                                .build(),
                                                        HttpResponse.BodyHandlers.ofInputStream());
                                        return answer.statusCode() == 200
                                                ? Optional.of(answer.body())
                                                : Optional.<InputStream>empty();
                                    },
                                    Optional::isPresent)
                            .orElseThrow();

            assertThat(first.readNBytes(PIECE)).isEqualTo(Arrays.copyOf(origin.content(), PIECE));
            origin.letGo();
            assertThat(first.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(origin.content(), PIECE, SIZE));
            assertThat(site.questions().size()).isGreaterThanOrEqualTo(before);
        }
    }
}
