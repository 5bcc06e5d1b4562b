package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.fill.Origin;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.InventoryDigest;

class AgentIT {
    private static final AssetPath PATH =
            AssetPath.parse("acme/films/Übung 1/Ein schöner Tag & mehr #2.mp4");
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 20 * PIECE + 777;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    private EdgeSite site() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new EdgeSite(folder.resolve("edge ü 1"), Broker.shared());
    }

    private static Job.Verify verify(Origin origin, long job) {
        Job.Fill fill = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
        return new Job.Verify(
                new JobId(job), 1, fill.asset(), PATH, 1L, fill.size(), fill.checksum());
    }

    @Test
    void enrolsFillsServesAndCountsEveryRequest() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startAgent();
            site.startManager();
            site.send(origin.order(PATH, 1, Origin.connections(3, 4 * PIECE)));

            Report.Confirmation done = site.awaitConfirmation(new JobId(1), 1);
            assertThat(done.reason()).isEqualTo(Reason.DONE);
            assertThat(done.checksum()).contains(origin.checksum());
            assertThat(done.fetched().bytes()).isEqualTo(SIZE);
            assertThat(site.requests().getFirst().name()).isEqualTo("edge-1");
            assertThat(Files.getPosixFilePermissions(site.data().resolve("identity.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            URI address = site.address(PATH);
            HttpResponse<byte[]> whole = site.get(address);
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.headers().firstValue("server")).contains("nginx");
            assertThat(whole.headers().firstValue("content-type")).contains("video/mp4");
            assertThat(whole.body()).isEqualTo(origin.content());
            HttpResponse<byte[]> part = site.get(address, "Range", "bytes=100000-100099");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body())
                    .isEqualTo(Arrays.copyOfRange(origin.content(), 100_000, 100_100));
            for (int i = 0; i < 20; i++) {
                assertThat(site.get(address.resolve("/acme/none" + i)).statusCode()).isEqualTo(404);
            }
            assertThat(site.get(address.resolve("/.hidden")).statusCode()).isEqualTo(403);

            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    site.reports(Report.Sample.class).stream()
                                            .mapToLong(s -> s.traffic().requests())
                                            .sum(),
                            sum -> sum >= 23);
            List<Report.Sample> samples = site.reports(Report.Sample.class);
            assertThat(samples.stream().mapToLong(s -> s.traffic().statuses().successful()).sum())
                    .isEqualTo(2);
            assertThat(samples.stream().mapToLong(s -> s.traffic().statuses().refused()).sum())
                    .isEqualTo(21);
            assertThat(samples.stream().mapToLong(s -> s.traffic().unreadableLines()).sum())
                    .isZero();
            assertThat(samples.stream().flatMap(s -> s.topAssets().stream()).findFirst())
                    .hasValueSatisfying(top -> assertThat(top.path()).isEqualTo(PATH.toString()));
            assertThat(samples.stream().map(Report.Sample::sequence))
                    .isSortedAccordingTo(Comparator.naturalOrder())
                    .doesNotHaveDuplicates();
            Report.Heartbeat last = site.reports(Report.Heartbeat.class).getLast();
            assertThat(last.nginxUp()).isTrue();
            assertThat(last.inventory())
                    .isEqualTo(InventoryDigest.EMPTY.plus(Origin.ASSET, PATH, origin.checksum()));
        }
    }

    @Test
    void answersADoubleWithTheSameConfirmationWithoutFetchingAgain() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            Job.Fill order = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
            site.send(order);
            site.send(order);
            Report.Confirmation first = site.awaitConfirmation(order.job(), 1);
            int before = site.confirmations(order.job()).size();
            site.send(order);

            await().atMost(PATIENCE).until(() -> site.confirmations(order.job()).size() > before);
            assertThat(site.confirmations(order.job())).containsOnly(first);
            assertThat(origin.ranges()).hasSize(1);
        }
    }

    @Test
    void neverReplacesAHigherVersionByALowerOne() throws Exception {
        try (EdgeSite site = site();
                Origin old = Origin.of(SIZE, PIECE);
                Origin young = Origin.of(SIZE - 5, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(old.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            site.send(young.order(PATH, 2, TransferMethod.SINGLE.preset()));
            assertThat(site.awaitConfirmation(new JobId(2), 1).reason()).isEqualTo(Reason.DONE);
            site.send(old.order(new JobId(1), 2, PATH, 1, TransferMethod.SINGLE.preset()));

            Report.Confirmation late = site.awaitConfirmation(new JobId(1), 2);
            assertThat(late.reason()).isEqualTo(Reason.SUPERSEDED);
            assertThat(late.detail()).isEqualTo("version 2 is published");
            assertThat(site.served(PATH)).hasBinaryContent(young.content());
        }
    }

    @Test
    void purgesOneAssetAndNoOtherAtTheSamePath() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            site.send(new Job.Purge(new JobId(2), 1, new AssetId(99), PATH));
            assertThat(site.awaitConfirmation(new JobId(2), 1).reason()).isEqualTo(Reason.DONE);
            assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(200);

            site.send(new Job.Purge(new JobId(3), 1, Origin.ASSET, PATH));

            assertThat(site.awaitConfirmation(new JobId(3), 1).reason()).isEqualTo(Reason.DONE);
            await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 404);
            assertThat(site.data().resolve("www")).isEmptyDirectory();
            try (var files = Files.walk(site.data().resolve("store"))) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void withdrawsAFileThatChangedOnTheDisk() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            site.send(verify(origin, 2));
            Report.Confirmation good = site.awaitConfirmation(new JobId(2), 1);
            assertThat(good.reason()).isEqualTo(Reason.DONE);
            assertThat(good.checksum()).contains(origin.checksum());
            byte[] bytes = Files.readAllBytes(site.served(PATH));
            bytes[12345] ^= 4;
            Files.write(site.served(PATH), bytes);

            site.send(verify(origin, 3));

            assertThat(site.awaitConfirmation(new JobId(3), 1).reason())
                    .isEqualTo(Reason.CHECKSUM_MISMATCH);
            await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 404);
            site.send(verify(origin, 4));
            assertThat(site.awaitConfirmation(new JobId(4), 1).reason()).isEqualTo(Reason.MISSING);
        }
    }

    @Test
    void refusesWhatIsNoJobAndGoesOn() throws Exception {
        try (EdgeSite site = site()) {
            site.startManager();
            site.startAgent();
            site.send("{".getBytes(StandardCharsets.UTF_8));
            site.send(new byte[6000]);
            site.send(
                    """
                    {"version":1,"id":"7d444840-9dc0-11d1-b245-5ffdce74fad2",\
                    "at":"2026-01-01T00:00:00Z","body":{"type":"teleport"}}\
                    """
                            .getBytes(StandardCharsets.UTF_8));
            site.send(new Job.SendInventory(new JobId(9), 1));

            await().atMost(PATIENCE).until(() -> !site.inventories().isEmpty());
            assertThat(site.inventories().getFirst().entries()).isEmpty();
            await().atMost(PATIENCE).until(() -> site.deadLetters() == 3);
        }
    }

    @Test
    void saysClearlyThatItsTokenIsRefused() throws Exception {
        try (EdgeSite site = site()) {
            site.startManager();
            site.startAgentWith("wrong");

            assertThat(site.agent().waitFor(Duration.ofSeconds(30))).isTrue();
            assertThat(site.agent().exitValue()).isEqualTo(1);
            assertThat(site.logText())
                    .containsPattern(
                            "could not enrol: http://\\S+/agent/v1/enrolments answered 403");
        }
    }

    @Test
    void keepsItsIdentityOverARestartAndLeavesNginxRunning() throws Exception {
        try (EdgeSite site = site()) {
            site.startManager();
            site.startAgent();
            await().atMost(PATIENCE).until(() -> !site.reports(Report.Heartbeat.class).isEmpty());
            long nginx = site.nginxPid();
            site.stopAgent();
            assertThat(ProcessHandle.of(nginx).map(ProcessHandle::isAlive))
                    .isEqualTo(Optional.of(true));
            site.startAgent();
            int before = site.reports(Report.Heartbeat.class).size();

            await().atMost(PATIENCE)
                    .until(() -> site.reports(Report.Heartbeat.class).size() > before);
            assertThat(site.nginxPid()).isEqualTo(nginx);
            assertThat(site.requests()).hasSize(1);
        }
    }
}
