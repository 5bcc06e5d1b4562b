package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.fill.Origin;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.services.PrivateRabbitMq;

/// The agent when something breaks: itself, the broker, nginx, the disk, the bytes on their way.
class AgentFaultIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Größe – part 1.mp4");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 40 * PIECE + 777;

    @TempDir Path folder;

    @BeforeEach
    void letNginxIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private EdgeSite site() throws Exception {
        return new EdgeSite(folder.resolve("edge"), Broker.shared());
    }

    private static int verifiedPieces(EdgeSite site) throws IOException {
        Path partials = site.data().resolve("partial");
        if (!Files.exists(partials)) {
            return 0;
        }
        try (var files = Files.list(partials)) {
            List<Path> notes = files.filter(f -> f.toString().endsWith(".pieces")).toList();
            return notes.isEmpty()
                    ? 0
                    : (int)
                            Files.readString(notes.getFirst())
                                    .chars()
                                    .filter(c -> c == '1')
                                    .count();
        }
    }

    @Test
    void fetchesOnlyWhatIsMissingAfterAKillInTheMiddleOfAFill() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            origin.holdAt(12 * PIECE);
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            await().atMost(PATIENCE).until(() -> verifiedPieces(site) == 12);
            site.killAgent();
            assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(503);
            origin.letGo();
            site.startAgent();

            Report.Confirmation done = site.awaitConfirmation(new JobId(1), 1);
            assertThat(done.reason()).isEqualTo(Reason.DONE);
            assertThat(done.fetched().bytes()).isEqualTo(SIZE - 12 * PIECE);
            assertThat(origin.ranges())
                    .containsExactly("0-" + (SIZE - 1), 12 * PIECE + "-" + (SIZE - 1));
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
        }
    }

    @Test
    void neverServesAByteThatWasCorruptedOnTheWay() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            origin.corrupt(7 * PIECE + 5, 1000);
            site.startManager();
            site.startAgent();
            Job.Fill order = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
            site.send(order);
            Report.Confirmation failed = site.awaitConfirmation(order.job(), 1);
            assertThat(failed.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
            assertThat(failed.detail()).contains("piece 7 ");
            assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(404);
            origin.corrupt(-1, 0);

            site.send(origin.order(order.job(), 2, PATH, 1, TransferMethod.SINGLE.preset()));

            Report.Confirmation done = site.awaitConfirmation(order.job(), 2);
            assertThat(done.reason()).isEqualTo(Reason.DONE);
            assertThat(done.fetched().bytes()).isEqualTo(SIZE - 7 * PIECE);
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
        }
    }

    @Test
    void keepsConfirmationsAndSamplesWhileTheBrokerIsAway() throws Exception {
        PrivateRabbitMq.Settings settings = PrivateRabbitMq.Settings.in(folder.resolve("broker"));
        PrivateRabbitMq broker = PrivateRabbitMq.start(settings);
        try (EdgeSite site = new EdgeSite(folder.resolve("edge"), broker);
                Origin origin = Origin.of(SIZE, PIECE)) {
            origin.holdAt(12 * PIECE);
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            await().atMost(PATIENCE).until(() -> verifiedPieces(site) == 12);
            broker.close();
            origin.letGo();
            await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 200);
            broker =
                    PrivateRabbitMq.start(settings.onPorts(broker.port(), broker.managementPort()));
            site.moveTo(broker);

            Report.Confirmation done = site.awaitConfirmation(new JobId(1), 1);
            assertThat(done.reason()).isEqualTo(Reason.DONE);
            await().atMost(PATIENCE)
                    .until(() ->
                            site.reports(Report.Sample.class).stream()
                                            .mapToLong(s -> s.traffic().statuses().successful())
                                            .sum()
                                    == 1);
        } finally {
            broker.close();
        }
    }

    @Test
    void servesOnAfterAKillAndCountsEachRequestOnce() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 50; i++) {
                    assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(200);
                }
                site.killAgent();
                for (int i = 0; i < 50; i++) {
                    assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(200);
                }
                site.startAgent();
            }

            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    site.reports(Report.Sample.class).stream()
                                            .distinct()
                                            .mapToLong(s -> s.traffic().requests())
                                            .sum(),
                            sum -> sum >= 300);
            // What is counted twice comes later: in the intervals after.
            long seen = lastSequence(site);
            await().atMost(PATIENCE).until(() -> lastSequence(site) >= seen + 2);
            List<Report.Sample> samples = site.reports(Report.Sample.class);
            assertThat(samples.stream().distinct().mapToLong(s -> s.traffic().requests()).sum())
                    .isEqualTo(300);
            assertThat(samples.stream().distinct().map(Report.Sample::sequence))
                    .doesNotHaveDuplicates();
        }
    }

    private static long lastSequence(EdgeSite site) throws Exception {
        return site.reports(Report.Sample.class).stream()
                .mapToLong(Report.Sample::sequence)
                .max()
                .orElse(0);
    }

    @Test
    void startsNginxAgainWhenItsMasterIsKilled() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            long first = site.nginxPid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() ->
                            site.nginxPid() != first
                                    && site.get(site.address(PATH)).statusCode() == 200);
        }
    }

    @Test
    void removesWhatAHalfDonePublicationLeft() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            site.killAgent();
            Path stranger = site.data().resolve("www/acme/films/half.mp4");
            Files.writeString(stranger, "half");
            Path orphan = site.data().resolve("store/ab/" + "ab".repeat(32));
            Files.createDirectories(site.data().resolve("store/ab"));
            Files.writeString(orphan, "orphan");
            Files.delete(site.served(PATH));
            site.startAgent();

            await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 200);
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
            assertThat(stranger).doesNotExist();
            assertThat(orphan).doesNotExist();
        }
    }

    /// A small file system of its own, so that it can be filled.
    private static final class SmallDisk implements AutoCloseable {
        private final Path folder;

        SmallDisk(Path folder, int mebibytes) throws Exception {
            this.folder = Files.createDirectories(folder);
            run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=" + mebibytes + "m",
                    "tmpfs",
                    folder.toString());
        }

        private static void run(String... command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        String.join(" ", command)
                                + " failed: "
                                + output.strip()
                                + " (this test mounts a small tmpfs and needs root for it)");
            }
        }

        @Override
        public void close() throws IOException {
            try {
                run("umount", "-l", folder.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void saysThatTheDiskIsFullBeforeItFetchesAndRecovers() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder.resolve("edge"), 40);
                EdgeSite site = site();
                Origin origin = Origin.of(20 << 20, 1 << 20)) {
            assertThat(disk.folder).isDirectory();
            Path junk = site.data().resolve("junk");
            Files.write(junk, new byte[25 << 20]);
            site.startManager();
            site.startAgent();
            Job.Fill order = origin.order(PATH, 1, Origin.connections(3, 4 << 20));
            site.send(order);
            Report.Confirmation full = site.awaitConfirmation(order.job(), 1);
            assertThat(full.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(full.detail()).startsWith("could not reserve 21.0 MB for asset");
            assertThat(origin.ranges()).isEmpty();
            Files.delete(junk);

            site.send(origin.order(order.job(), 2, PATH, 1, Origin.connections(3, 4 << 20)));

            assertThat(site.awaitConfirmation(order.job(), 2).reason()).isEqualTo(Reason.DONE);
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
        }
    }

    @Test
    void saysThatTheDiskBecameFullWhileItFetchedAndRecovers() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder.resolve("edge"), 40);
                EdgeSite site = site();
                Origin origin = Origin.of(20 << 20, 1 << 20)) {
            assertThat(disk.folder).isDirectory();
            origin.holdAt(8 << 20);
            site.startManager();
            site.startAgent();
            Job.Fill order = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
            site.send(order);
            await().atMost(PATIENCE).until(() -> verifiedPieces(site) == 8);
            Path junk = site.data().resolve("junk");
            Files.write(junk, new byte[29 << 20]);
            origin.letGo();
            Report.Confirmation full = site.awaitConfirmation(order.job(), 1);
            assertThat(full.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(full.detail()).isEqualTo("the disk was full while writing");
            assertThat(site.get(site.address(PATH)).statusCode()).isEqualTo(404);
            assertThat(site.data().resolve("partial")).isEmptyDirectory();
            Files.delete(junk);

            site.send(origin.order(order.job(), 2, PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(site.awaitConfirmation(order.job(), 2).reason()).isEqualTo(Reason.DONE);
            assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
        }
    }
}
