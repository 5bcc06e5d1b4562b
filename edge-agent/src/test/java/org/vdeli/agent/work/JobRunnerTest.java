package org.vdeli.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;

class JobRunnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final Codec codec = new Codec();
    private ContentStore content;
    private Publications publications;
    private JobJournal journal;

    @BeforeEach
    void open() throws IOException {
        content = new ContentStore(folder.resolve("store"));
        publications =
                new Publications(
                        log("inventory.log"),
                        content,
                        folder.resolve("www"),
                        folder.resolve("staging"),
                        codec);
        journal = new JobJournal(log("jobs.log"), codec, 50);
    }

    private KeyedLog log(String name) throws IOException {
        return KeyedLog.open(folder.resolve(name), KeyedLog.Durability.PROCESS_END);
    }

    private JobRunner runner(FillWork work, InstantSource clock) {
        return new JobRunner(new ServerId(1), journal, publications, work, 2, () -> {}, clock);
    }

    private static Job.Fill fill(String path) {
        return new Job.Fill(
                new JobId(1),
                1,
                new AssetId(5),
                AssetPath.parse(path),
                1L,
                ByteCount.of(1),
                Checksum.ofContent(new byte[1]),
                ByteCount.of(1),
                List.of(URI.create("http://origin")),
                "token",
                TransferMethod.SINGLE.preset());
    }

    private void take(Job job) throws IOException {
        journal.take(job, JobJournalTest.NOW);
    }

    private Report.Confirmation awaitEnd() {
        await().atMost(PATIENCE).until(() -> !journal.untold().isEmpty());
        return journal.untold().getFirst();
    }

    @Test
    void tellsTheManagerOfAnErrorOfItsOwn() throws IOException {
        take(fill("acme/films/a.mp4"));
        FillWork broken =
                run -> {
                    throw new StackOverflowError();
                };
        try (JobRunner runner = runner(broken, InstantSource.system())) {
            runner.start();

            Report.Confirmation end = awaitEnd();
            assertThat(end.reason()).isEqualTo(Reason.FAILED);
            assertThat(end.detail())
                    .isEqualTo("the agent's own error: java.lang.StackOverflowError");
        }
    }

    @Test
    void restsBeforeItRepeatsAJobThatItCouldNotEnd() throws IOException {
        take(fill("acme/films/a.mp4"));
        List<Long> begun = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        // Works at the beginning of the first run and fails at its end.
        InstantSource clock =
                () -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new IllegalStateException("by the test");
                    }
                    return JobJournalTest.NOW;
                };
        FillWork work =
                run -> {
                    begun.add(System.nanoTime());
                    return Outcome.done();
                };
        try (JobRunner runner = runner(work, clock)) {
            runner.start();

            assertThat(awaitEnd().reason()).isEqualTo(Reason.DONE);
            assertThat(begun).hasSize(2);
            assertThat(Duration.ofNanos(begun.get(1) - begun.get(0)))
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void doesNotFetchWhatCannotStandBesideAnotherAsset() throws IOException {
        byte[] bytes = "there".getBytes(StandardCharsets.UTF_8);
        Checksum checksum = Checksum.ofContent(bytes);
        content.adopt(java.nio.file.Files.write(folder.resolve("fetched"), bytes), checksum);
        publications.publish(
                new Inventory.Entry(
                        new AssetId(4),
                        AssetPath.parse("acme/films/x/y.mp4"),
                        1L,
                        ByteCount.of(bytes.length),
                        checksum));
        take(fill("acme/films/x"));
        AtomicInteger fills = new AtomicInteger();
        FillWork work =
                run -> {
                    fills.incrementAndGet();
                    return Outcome.done();
                };
        try (JobRunner runner = runner(work, InstantSource.system())) {
            runner.start();

            Report.Confirmation end = awaitEnd();
            assertThat(end.reason()).isEqualTo(Reason.STORAGE_ERROR);
            assertThat(end.detail())
                    .isEqualTo(
                            "could not publish acme/films/x beside acme/films/x/y.mp4, which makes"
                                    + " it both a file and a folder; delete one of them");
            assertThat(fills).hasValue(0);
        }
    }

    private static final FillWindow NIGHT =
            new FillWindow(LocalTime.of(23, 0), LocalTime.of(4, 0), ZoneId.of("Europe/Lisbon"));
    private static final Instant OPEN = Instant.parse("2026-11-20T23:30:00Z");
    private static final Instant CLOSED = Instant.parse("2026-11-21T04:00:00Z");
    private static final Instant OPEN_AGAIN = Instant.parse("2026-11-21T23:00:00Z");

    private static Job.Fill fill(
            long job, int attempt, String path, Optional<FillWindow> window, int priority) {
        return new Job.Fill(
                new JobId(job),
                attempt,
                new AssetId(job),
                AssetPath.parse(path),
                1L,
                ByteCount.of(1),
                Checksum.ofContent(path.getBytes(StandardCharsets.UTF_8)),
                ByteCount.of(1),
                List.of(URI.create("http://origin")),
                "token",
                TransferMethod.SINGLE.preset(),
                Optional.empty(),
                window,
                Optional.of(priority));
    }

    /// Verifies a byte more each time, and works until it is told to stop; ends at once when it has
    /// begun so many times.
    private static FillWork untilStopped(List<JobId> begun, int lastTime) {
        return run -> {
            begun.add(run.order().job());
            run.verified(begun.size());
            if (begun.size() == lastTime) {
                return Outcome.done();
            }
            CountDownLatch stopped = new CountDownLatch(1);
            run.onCancel(stopped::countDown);
            stopped.await();
            return run.stopped().map(FillRun.Stop::outcome).orElseThrow();
        };
    }

    private void arrives(JobRunner runner, Job job) throws IOException {
        take(job);
        runner.arrived(job);
    }

    private Report.Confirmation awaitEnd(JobId job, Reason reason) {
        await().atMost(PATIENCE)
                .until(() ->
                        journal.untold().stream()
                                .anyMatch(end -> end.job().equals(job) && end.reason() == reason));
        return journal.untold().stream().filter(end -> end.job().equals(job)).findFirst().get();
    }

    @Test
    void suspendsAtTheWindowsEndAndGoesOnByItselfWhenItOpens() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(OPEN);
        List<JobId> begun = new CopyOnWriteArrayList<>();
        Job.Fill job = fill(1, 1, "acme/films/a.mp4", Optional.of(NIGHT), 5);
        try (JobRunner runner = runner(untilStopped(begun, 2), now::get)) {
            runner.start();
            arrives(runner, job);
            await().atMost(PATIENCE).until(() -> begun.size() == 1);

            now.set(CLOSED);
            Report.Confirmation suspended = awaitEnd(job.job(), Reason.WINDOW_CLOSED);
            assertThat(suspended.detail()).isEqualTo("window closed until 2026-11-21T23:00:00Z");
            assertThat(suspended.verified()).contains(ByteCount.of(1));
            assertThat(journal.open()).hasSize(1);
            assertThat(begun).hasSize(1);

            now.set(OPEN_AGAIN);
            assertThat(awaitEnd(job.job(), Reason.DONE).attempt()).isEqualTo(1);
            assertThat(begun).hasSize(2);
            assertThat(journal.open()).isEmpty();
        }
    }

    @Test
    void tellsOfEachAttemptThatItWaitsForItsWindow() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(CLOSED);
        List<JobId> begun = new CopyOnWriteArrayList<>();
        try (JobRunner runner = runner(untilStopped(begun, 1), now::get)) {
            runner.start();
            for (int attempt = 1; attempt <= 2; attempt++) {
                int told = attempt;
                Job.Fill job = fill(1, attempt, "acme/films/a.mp4", Optional.of(NIGHT), 5);
                arrives(runner, job);
                await().atMost(PATIENCE)
                        .until(() ->
                                awaitEnd(job.job(), Reason.WINDOW_CLOSED).attempt().equals(told));
            }
            assertThat(begun).isEmpty();
        }
    }

    @Test
    void aPurgeEndsAFillThatWaitsForItsWindow() throws IOException {
        Job.Fill job = fill(1, 1, "acme/films/a.mp4", Optional.of(NIGHT), 5);
        List<JobId> begun = new CopyOnWriteArrayList<>();
        try (JobRunner runner = runner(untilStopped(begun, 1), () -> CLOSED)) {
            runner.start();
            arrives(runner, job);
            awaitEnd(job.job(), Reason.WINDOW_CLOSED);

            arrives(runner, new Job.Purge(new JobId(2), 1, job.asset(), job.path()));

            assertThat(awaitEnd(new JobId(2), Reason.DONE).asset()).isEqualTo(job.asset());
            assertThat(awaitEnd(job.job(), Reason.CANCELLED).detail())
                    .isEqualTo("the asset was ordered to be purged");
            assertThat(begun).isEmpty();
        }
    }

    @Test
    void aFillYieldsToOneOfAHigherPriorityAndGoesOnAfterIt() throws IOException {
        List<JobId> begun = new CopyOnWriteArrayList<>();
        FillWork untilStopped = untilStopped(begun, -1);
        FillWork work =
                run -> {
                    if (run.order().rank() > 0) {
                        return untilStopped.fill(run);
                    }
                    begun.add(run.order().job());
                    return Outcome.done();
                };
        try (JobRunner runner = runner(work, () -> OPEN)) {
            runner.start();
            arrives(runner, fill(1, 1, "acme/films/a.mp4", Optional.empty(), 7));
            arrives(runner, fill(2, 1, "acme/films/b.mp4", Optional.empty(), 9));
            await().atMost(PATIENCE).until(() -> begun.size() == 2);

            arrives(runner, fill(3, 1, "acme/films/c.mp4", Optional.empty(), 0));

            awaitEnd(new JobId(3), Reason.DONE);
            await().atMost(PATIENCE).until(() -> begun.size() == 4);
            assertThat(begun)
                    .endsWith(new JobId(3), new JobId(2))
                    .startsWith(new JobId(1), new JobId(2));
            assertThat(journal.untold()).extracting(Report.Confirmation::job).hasSize(1);
        }
    }

    private static Job.Cancel cancel(int attempt) {
        return new Job.Cancel(
                new JobId(1), attempt, new AssetId(5), AssetPath.parse("acme/films/a.mp4"));
    }

    @Test
    void aFillThatIsCalledOffEndsAsCancelledAndALaterAttemptGoesOn() throws Exception {
        take(fill("acme/films/a.mp4"));
        CountDownLatch begun = new CountDownLatch(1);
        FillWork untilCancelled =
                run -> {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    run.onCancel(cancelled::countDown);
                    begun.countDown();
                    cancelled.await();
                    return Outcome.of(Reason.SUPERSEDED, "stopped", ByteCount.of(7));
                };
        try (JobRunner runner = runner(untilCancelled, InstantSource.system())) {
            runner.start();
            assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            runner.cancel(cancel(1));

            Report.Confirmation end = awaitEnd();
            assertThat(end.reason()).isEqualTo(Reason.CANCELLED);
            assertThat(end.detail()).isEqualTo("the manager called it off");
            assertThat(end.fetched()).isEqualTo(ByteCount.of(7));
            assertThat(journal.take(again(), JobJournalTest.NOW))
                    .isEqualTo(JobJournal.Arrival.AGAIN);
        }
    }

    @Test
    void aWaitingJobIsCalledOffButNeverALaterAttemptOfIt() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        FillWork held =
                run -> {
                    hold.await();
                    return Outcome.done();
                };
        try (JobRunner runner = runner(held, InstantSource.system())) {
            runner.start();
            Job.Fill first = fill(7, "acme/films/x.mp4");
            Job.Fill second = fill(1, "acme/films/x.mp4");
            take(first);
            runner.arrived(first);
            take(second);
            runner.arrived(second);

            runner.cancel(cancel(0));
            assertThat(runner.waiting()).isEqualTo(1);
            runner.cancel(cancel(1));

            assertThat(runner.waiting()).isZero();
            assertThat(awaitEnd().reason()).isEqualTo(Reason.CANCELLED);
            hold.countDown();
        }
    }

    private static Job.Fill fill(long job, String path) {
        return withJob(fill(path), job, 1);
    }

    private static Job.Fill again() {
        return withJob(fill("acme/films/a.mp4"), 1, 2);
    }

    private static Job.Fill withJob(Job.Fill fill, long job, int attempt) {
        return new Job.Fill(
                new JobId(job),
                attempt,
                fill.asset(),
                fill.path(),
                fill.version(),
                fill.size(),
                fill.checksum(),
                fill.pieceSize(),
                fill.sources(),
                fill.token(),
                fill.limits());
    }
}
