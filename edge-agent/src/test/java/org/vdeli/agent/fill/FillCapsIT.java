package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.JobJournal;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

/// Windows and caps, with bytes that come over real HTTP.
class FillCapsIT {
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 20 * PIECE + 777;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final AssetPath PATH = AssetPath.parse("acme/films/a.mp4");
    private static final FillWindow NIGHT =
            new FillWindow(LocalTime.of(23, 0), LocalTime.of(4, 0), ZoneId.of("Europe/Lisbon"));

    @TempDir Path data;
    private ContentStore content;
    private Publications publications;

    @BeforeEach
    void open() throws IOException {
        content = new ContentStore(data.resolve("store"));
        publications =
                new Publications(
                        log("inventory.log"),
                        content,
                        data.resolve("www"),
                        data.resolve("staging"),
                        new Codec());
        publications.recover();
    }

    private KeyedLog log(String name) throws IOException {
        return KeyedLog.open(data.resolve(name), KeyedLog.Durability.PROCESS_END);
    }

    private Filler filler(Caps caps) throws IOException {
        return new Filler(
                content,
                publications,
                new Partials(data.resolve("partial")),
                new DiskSpace(data, ByteCount.ZERO),
                new Codec(),
                new Filler.Settings(Duration.ofSeconds(10), 3),
                Optional.empty(),
                Filler.Keeping.ALL,
                caps,
                InstantSource.system(),
                new Random(1));
    }

    private static Job.Fill within(Job.Fill plain, FillWindow window) {
        return new Job.Fill(
                plain.job(),
                plain.attempt(),
                plain.asset(),
                plain.path(),
                plain.version(),
                plain.size(),
                plain.checksum(),
                plain.pieceSize(),
                plain.sources(),
                plain.token(),
                plain.limits(),
                Optional.empty(),
                Optional.of(window),
                Optional.empty());
    }

    @Test
    void obeysTheWindowsEndAndFetchesOnlyWhatIsMissingAtTheNextStart() throws Exception {
        AtomicReference<Instant> now =
                new AtomicReference<>(Instant.parse("2026-11-21T03:59:59.900Z"));
        JobJournal journal = new JobJournal(log("jobs.log"), new Codec(), 50);
        try (Origin origin = Origin.of(SIZE, PIECE);
                JobRunner runner =
                        new JobRunner(
                                new ServerId(1),
                                journal,
                                publications,
                                filler(Caps.NONE),
                                2,
                                () -> {},
                                now::get)) {
            origin.holdAt(9 * PIECE + 100);
            Job.Fill order = within(origin.order(PATH, 1, TransferMethod.SINGLE.preset()), NIGHT);
            journal.take(order, now.get());
            runner.start();
            await().atMost(PATIENCE)
                    .until(() ->
                            runner.fills().stream().anyMatch(run -> run.verified() == 9L * PIECE));

            now.set(Instant.parse("2026-11-21T04:00:00Z"));
            long closedAt = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !journal.untold().isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - closedAt))
                    .isLessThan(Duration.ofSeconds(2));
            Report.Confirmation suspended = journal.untold().getFirst();
            assertThat(suspended.reason()).isEqualTo(Reason.WINDOW_CLOSED);
            assertThat(suspended.verified()).contains(ByteCount.of(9L * PIECE));
            assertThat(origin.ranges()).containsExactly("0-" + (SIZE - 1));
            assertThat(publications.served(PATH)).doesNotExist();

            origin.holdAt(Long.MAX_VALUE);
            now.set(Instant.parse("2026-11-21T23:00:00Z"));
            await().atMost(PATIENCE)
                    .until(() -> journal.untold().stream().anyMatch(end -> end.reason().isDone()));
            assertThat(origin.ranges())
                    .containsExactly("0-" + (SIZE - 1), 9 * PIECE + "-" + (SIZE - 1));
            assertThat(journal.untold().getFirst().fetched())
                    .isEqualTo(ByteCount.of(SIZE - 9L * PIECE));
            assertThat(publications.served(PATH)).hasBinaryContent(origin.content());
        }
    }

    @Test
    void allFillsTogetherStayBelowTheServersCapInEverySecond() throws Exception {
        double bytesPerSecond = 1_000_000;
        int piece = 4096;
        Bitrate configured = Bitrate.megabits(100);
        WanShare share = new WanShare(Bitrate.megabits(8));
        try (WanCap wan =
                        new WanCap(
                                configured,
                                () -> Optional.of(share),
                                data.resolve("wan-share.json"),
                                new Codec());
                Origin first = Origin.of(1_000_000, piece);
                Origin second = Origin.of(1_000_001, piece);
                Origin third = Origin.of(1_000_002, piece)) {
            Filler filler = filler(new Caps(Optional.of(wan), Throttle.of(Bitrate.ZERO)));
            TransferLimits limits =
                    new TransferLimits(
                            TransferMethod.SWARM, 2, ByteCount.of(100_000), Bitrate.ZERO);
            List<FillRun> runs = new ArrayList<>();
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            int number = 0;
            for (Origin origin : List.of(first, second, third)) {
                FillRun run =
                        new FillRun(
                                origin.order(
                                        AssetPath.parse("acme/films/" + number++ + ".mp4"),
                                        1,
                                        limits));
                runs.add(run);
                CompletableFuture<Outcome> outcome = new CompletableFuture<>();
                outcomes.add(outcome);
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                outcome.complete(filler.fill(run));
                            } catch (InterruptedException | RuntimeException e) {
                                outcome.completeExceptionally(e);
                            }
                        });
            }
            List<long[]> seen = new ArrayList<>();
            long begun = System.nanoTime();
            while (!outcomes.stream().allMatch(CompletableFuture::isDone)) {
                seen.add(
                        new long[] {
                            System.nanoTime(), runs.stream().mapToLong(FillRun::verified).sum()
                        });
                LockSupport.parkNanos(10_000_000);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;

            for (CompletableFuture<Outcome> outcome : outcomes) {
                assertThat(outcome.get(1, TimeUnit.SECONDS).reason()).isEqualTo(Reason.DONE);
            }
            assertThat(wan.throttle().limit()).isEqualTo(share.rate());
            assertThat(seconds).isGreaterThan(3.0 / 1.05);
            // A piece counts as a whole when its last byte is there.
            double granularity = 6.0 * piece;
            assertThat(mostInASecond(seen)).isLessThan(bytesPerSecond * 1.05 + granularity);
        }
    }

    private static double mostInASecond(List<long[]> seen) {
        long most = 0;
        int from = 0;
        for (long[] point : seen) {
            while (point[0] - seen.get(from)[0] > 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, point[1] - seen.get(from)[1]);
        }
        return most;
    }

    @Test
    void theShareThatWasToldLastHoldsWhileTheManagerIsAway() throws Exception {
        Path file = data.resolve("wan-share.json");
        WanShare share = new WanShare(Bitrate.megabits(8));
        try (WanCap told = new WanCap(Bitrate.ZERO, () -> Optional.of(share), file, new Codec())) {
            told.refresh();
            assertThat(told.throttle().limit()).isEqualTo(share.rate());
        }
        try (WanCap away = new WanCap(Bitrate.ZERO, Optional::empty, file, new Codec())) {
            away.refresh();
            assertThat(away.throttle().limit()).isEqualTo(share.rate());
        }
    }
}
