package org.vdeli.agent.work;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

/// Carries out the jobs of the journal: one virtual thread each, limited by kind. Owns what waits
/// and what runs.
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /// Leaves room in a message of 4096 bytes for a path, which can take 2250 with all its quotes
    /// escaped, and 600 for the rest.
    private static final int LONGEST_DETAIL = 1000;

    /// A window's end is obeyed within two seconds; connections close in far less than the rest.
    private static final Duration LOOK_AT_WINDOWS = Duration.ofMillis(250);

    private static final String CALLED_OFF = "the manager called it off";
    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(1);
    private static final Duration BROKEN_REST = Duration.ofSeconds(2);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final ServerId server;
    private final JobJournal journal;
    private final Publications publications;
    private final FillWork fillWork;
    private final Verification verification;
    private final Runnable onConfirmation;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final WaitingJobs waiting;
    private final Map<JobId, Job> running = new HashMap<>();
    private final Map<JobId, FillRun> fills = new HashMap<>();
    private final Thread windows = Thread.ofVirtual().name("windows").unstarted(this::watchWindows);
    private final Set<JobId> calledOff = new HashSet<>();
    private volatile Consumer<AssetPath> onPurge = _ -> {};
    private boolean stopping;

    /// Puts it together; nothing begins yet.
    ///
    /// @param parallel how many fills may run together
    /// @param onConfirmation told after each confirmation that is new in the journal
    public JobRunner(
            ServerId server,
            JobJournal journal,
            Publications publications,
            FillWork fillWork,
            int parallel,
            Runnable onConfirmation,
            InstantSource clock) {
        this.server = server;
        this.journal = journal;
        this.publications = publications;
        this.fillWork = fillWork;
        this.verification = new Verification(publications);
        this.waiting = new WaitingJobs(parallel, this::mayTransfer);
        this.onConfirmation = onConfirmation;
        this.clock = clock;
    }

    /// To be told of each path of which an asset is ordered to be purged.
    public void onPurge(Consumer<AssetPath> listener) {
        onPurge = listener;
    }

    /// Goes on with what the journal holds.
    public synchronized void start() {
        List<JournaledJob> open = journal.open();
        open.forEach(job -> waiting.put(job.order()));
        if (!open.isEmpty()) {
            LOG.info("going on with journaled jobs jobs={}", open.size());
        }
        begin();
        windows.start();
    }

    private boolean mayTransfer(Job.Fill fill) {
        return fill.window().isEmpty() || fill.mayTransfer(clock.instant());
    }

    private void watchWindows() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AT_WINDOWS.toNanos());
                try {
                    lookAtWindows();
                } catch (RuntimeException e) {
                    LOG.error("could not look at the windows of fills, trying on", e);
                    rest();
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Suspends what runs and may not any more, begins what may by now, and tells the manager of
    /// what waits for its window.
    private void lookAtWindows() throws InterruptedException {
        List<Job.Fill> closed;
        synchronized (this) {
            if (stopping) {
                return;
            }
            for (FillRun run : fills.values()) {
                if (run.stopped().isEmpty() && !mayTransfer(run.order())) {
                    run.stop(new FillRun.Stop.WindowClosed(windowClosed(run.order())));
                }
            }
            begin();
            closed = waiting.closed();
        }
        for (Job.Fill fill : closed) {
            Optional<JournaledJob> known = journal.find(fill.job());
            if (known.isPresent() && known.get().isOpen() && !known.get().isSaidToWait()) {
                suspend(
                        fill,
                        Outcome.of(Reason.WINDOW_CLOSED, windowClosed(fill)),
                        clock.instant(),
                        known.get().end().flatMap(Report.Confirmation::verified));
            }
        }
    }

    private String windowClosed(Job.Fill fill) {
        return "window closed"
                + fill.window()
                        .flatMap(window -> window.opening(clock.instant()))
                        .map(opening -> " until " + opening)
                        .orElse("");
    }

    /// A job is in the journal and is to be carried out, or has a newer attempt.
    public synchronized void arrived(Job job) {
        if (stopping) {
            return;
        }
        JobId id = Jobs.idOf(job);
        if (running.containsKey(id)) {
            @Nullable FillRun run = fills.get(id);
            if (run != null && job instanceof Job.Fill fill) {
                run.renew(fill);
            }
            return;
        }
        cancelPointless(job);
        endPointless(job);
        waiting.put(job);
        begin();
    }

    /// Lets a job be that waits or is filling; purges and verifications that run already are short
    /// and go on. It ends as cancelled, which the manager is told; what was fetched stays. A job
    /// that is not known, has ended or has a later attempt stays as it is.
    public synchronized void cancel(Job.Cancel order) {
        JobId id = order.job();
        boolean isMeant =
                journal.find(id)
                        .filter(known ->
                                known.isOpen() && Jobs.attemptOf(known.order()) <= order.attempt())
                        .isPresent();
        if (stopping || !isMeant) {
            return;
        }
        @Nullable FillRun run = fills.get(id);
        if (run != null) {
            calledOff.add(id);
            run.cancel(CALLED_OFF);
        } else if (waiting.remove(id)) {
            journal.find(id).ifPresent(known -> threads.execute(() -> endCancelled(known.order())));
        }
    }

    private void endCancelled(Job job) {
        try {
            end(job, Outcome.of(Reason.CANCELLED, CALLED_OFF), clock.instant(), Optional.empty());
        } catch (InterruptedException _) {
            // The agent stops; the job goes on at the next start, and the manager calls it off
            // again.
            Thread.currentThread().interrupt();
        }
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    /// Waiting jobs but for the fills whose window is closed, of which the manager knows.
    public synchronized int ready() {
        return waiting.size() - waiting.closed().size();
    }

    public synchronized int running() {
        return running.size();
    }

    /// The fills that run now.
    public synchronized List<FillRun> fills() {
        return List.copyOf(fills.values());
    }

    /// A later order for the same path can make a running fill pointless.
    private void cancelPointless(Job later) {
        for (FillRun run : fills.values()) {
            Job.Fill order = run.order();
            if (later instanceof Job.Fill fill
                    && fill.path().equals(order.path())
                    && fill.version() > order.version()) {
                run.cancel("version " + fill.version() + " of the path was ordered");
            } else if (later instanceof Job.Purge purge
                    && purge.path().equals(order.path())
                    && purge.asset().equals(order.asset())) {
                run.cancel("the asset was ordered to be purged");
            }
        }
    }

    /// A fill that waits for its window may wait for hours; what makes it pointless ends it now.
    private void endPointless(Job later) {
        JobId id = Jobs.idOf(later);
        List<Job.Fill> pointless =
                waiting.takeClosed(fill ->
                        !fill.job().equals(id)
                                && switch (later) {
                                    case Job.Fill other ->
                                            other.path().equals(fill.path())
                                                    && other.version() >= fill.version();
                                    case Job.Purge purge -> purge.asset().equals(fill.asset());
                                    case Job.Verify _,
                                            Job.Cancel _,
                                            Job.SendInventory _,
                                            Job.Ping _,
                                            Job.Unknown _ ->
                                            false;
                                });
        for (Job.Fill fill : pointless) {
            running.put(fill.job(), fill);
            threads.execute(() ->
                    carryOut(
                            fill,
                            () ->
                                    later instanceof Job.Purge
                                            ? Outcome.of(
                                                    Reason.CANCELLED,
                                                    "the asset was ordered to be purged")
                                            : Outcome.of(
                                                    Reason.SUPERSEDED,
                                                    "a later order for " + fill.path() + " came")));
        }
    }

    /// Where a fill of a higher priority only wants for room, the one of the lowest makes some.
    private void letPrecede() {
        Optional<Job.Fill> held = waiting.heldByRoom(running.values());
        if (held.isEmpty() || fills.values().stream().anyMatch(run -> run.stopped().isPresent())) {
            return;
        }
        fills.values().stream()
                .max(Comparator.comparingInt(run -> run.order().rank()))
                .filter(run -> run.order().rank() > held.get().rank())
                .ifPresent(run -> {
                    LOG.debug("job={} yields to job={}", run.order().job(), held.get().job());
                    run.stop(
                            new FillRun.Stop.Yields(
                                    "yields to job " + held.get().job() + " of a higher priority"));
                });
    }

    private void begin() {
        if (stopping) {
            return;
        }
        for (Job job : waiting.takeReady(running.values())) {
            JobId id = Jobs.idOf(job);
            running.put(id, job);
            if (job instanceof Job.Fill fill) {
                fills.put(id, new FillRun(fill));
            }
            threads.execute(() -> carryOut(job, () -> execute(job)));
        }
        letPrecede();
    }

    /// What a job does.
    @FunctionalInterface
    private interface Work {
        Outcome execute() throws InterruptedException;
    }

    private void carryOut(Job job, Work work) {
        JobId id = Jobs.idOf(job);
        try {
            Instant begun = clock.instant();
            Outcome worked = work.execute();
            Optional<FillRun> run = fillOf(id);
            Outcome outcome = run.map(fill -> unwanted(fill, worked)).orElse(worked);
            if (isStopping() && outcome.reason() != Reason.DONE) {
                return;
            }
            Optional<ByteCount> verified = run.map(fill -> ByteCount.of(fill.verified()));
            if (isCalledOff(id)) {
                end(job, cancelled(outcome), begun, verified);
            } else if (outcome.reason() == Reason.WINDOW_CLOSED) {
                suspend(job, outcome, begun, verified);
            } else if (outcome.reason().isDone() || !run.map(JobRunner::yields).orElse(false)) {
                end(job, outcome, begun, verified);
            }
        } catch (InterruptedException _) {
            // The agent stops; the job is in the journal and goes on at the next start.
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("could not end a job, it is done again job={}", id, e);
            rest();
        } finally {
            synchronized (this) {
                running.remove(id);
                fills.remove(id);
                calledOff.remove(id);
                // A newer attempt that came while this one was ending has found it still running.
                journal.find(id)
                        .filter(known -> known.isOpen() && !stopping)
                        .ifPresent(known -> waiting.put(known.order()));
                begin();
            }
        }
    }

    private synchronized Optional<FillRun> fillOf(JobId id) {
        return Optional.ofNullable(fills.get(id));
    }

    private static boolean yields(FillRun run) {
        return run.stopped().filter(FillRun.Stop.Yields.class::isInstance).isPresent();
    }

    /// What became unwanted while it ended for another reason does not go on later.
    private static Outcome unwanted(FillRun run, Outcome worked) {
        return run.stopped()
                .filter(stop -> stop instanceof FillRun.Stop.Cancelled && !worked.reason().isDone())
                .map(stop -> Outcome.of(Reason.SUPERSEDED, stop.why(), worked.fetched()))
                .orElse(worked);
    }

    private synchronized boolean isCalledOff(JobId id) {
        return calledOff.contains(id);
    }

    /// A fill that was called off in vain is done all the same.
    private static Outcome cancelled(Outcome outcome) {
        return outcome.reason() == Reason.DONE
                ? outcome
                : Outcome.of(Reason.CANCELLED, CALLED_OFF, outcome.fetched());
    }

    /// A job that cannot be ended must not take all the processor.
    private static void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(BROKEN_REST.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome execute(Job job) throws InterruptedException {
        try {
            return switch (job) {
                case Job.Fill fill -> fill(fill);
                case Job.Purge purge -> purge(purge);
                case Job.Verify verify -> verification.verify(verify);
                case Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ ->
                        Outcome.of(Reason.UNSUPPORTED, "such a job is not journaled");
            };
        } catch (RuntimeException | Error e) {
            LOG.error("a job broke job={}", Jobs.idOf(job), e);
            return Outcome.of(Reason.FAILED, "the agent's own error: " + e);
        }
    }

    private Outcome fill(Job.Fill order) throws InterruptedException {
        FillRun run;
        Optional<Long> ordered;
        synchronized (this) {
            run = fills.getOrDefault(order.job(), new FillRun(order));
            ordered = waiting.highestFill(order.path());
        }
        if (ordered.isPresent() && ordered.get() > order.version()) {
            return Outcome.of(Reason.SUPERSEDED, "version " + ordered.get() + " was ordered");
        }
        Optional<Inventory.Entry> present = publications.at(order.path());
        if (present.isPresent() && present.get().version() > order.version()) {
            return Outcome.of(
                    Reason.SUPERSEDED, "version " + present.get().version() + " is published");
        }
        Optional<AssetPath> inTheWay = publications.inTheWayOf(order.path());
        if (inTheWay.isPresent()) {
            return Outcome.of(
                    Reason.STORAGE_ERROR,
                    "could not publish "
                            + order.path()
                            + " beside "
                            + inTheWay.get()
                            + ", which makes it both a file and a folder; delete one of them");
        }
        return fillWork.fill(run);
    }

    private Outcome purge(Job.Purge order) {
        onPurge.accept(order.path());
        try {
            publications.withdraw(order.asset(), order.path());
            return Outcome.done();
        } catch (IOException e) {
            return Outcome.of(
                    Reason.STORAGE_ERROR,
                    "could not delete " + publications.served(order.path()) + ": " + e);
        }
    }

    private Report.Confirmation confirmation(
            Job job, Outcome outcome, Instant begun, Optional<ByteCount> verified) {
        JobId id = Jobs.idOf(job);
        Instant now = clock.instant();
        return new Report.Confirmation(
                server,
                now,
                id,
                journal.find(id).map(j -> Jobs.attemptOf(j.order())).orElse(1),
                Jobs.assetOf(job).orElseThrow(),
                Jobs.pathOf(job).orElseThrow(),
                outcome.reason(),
                ShortText.of(outcome.detail(), LONGEST_DETAIL),
                outcome.checksum(),
                outcome.fetched(),
                Duration.between(begun, now),
                verified);
    }

    /// Tells the manager that a job waits for its window. If that cannot be journaled now, it is
    /// told at the next look.
    private void suspend(Job job, Outcome outcome, Instant begun, Optional<ByteCount> verified) {
        JobId id = Jobs.idOf(job);
        LOG.info("job={} suspended detail={}", id, outcome.detail());
        try {
            journal.suspend(id, confirmation(job, outcome, begun, verified));
            onConfirmation.run();
        } catch (IOException e) {
            LOG.error("could not journal that a job waits job={} cause={}", id, e.toString());
        }
    }

    private void end(Job job, Outcome outcome, Instant begun, Optional<ByteCount> verified)
            throws InterruptedException {
        JobId id = Jobs.idOf(job);
        Report.Confirmation confirmation = confirmation(job, outcome, begun, verified);
        if (outcome.reason().isDone()) {
            LOG.debug("job={} ended reason={}", id, outcome.reason());
        } else {
            LOG.warn(
                    "job={} path={} failed reason={} detail={}",
                    id,
                    confirmation.path(),
                    outcome.reason(),
                    outcome.detail());
        }
        while (true) {
            try {
                journal.end(id, confirmation);
                break;
            } catch (IOException e) {
                LOG.error("could not journal the end of a job job={} cause={}", id, e.toString());
                TimeUnit.NANOSECONDS.sleep(JOURNAL_RETRY.toNanos());
            }
        }
        onConfirmation.run();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            fills.values().forEach(run -> run.cancel("the agent stops"));
        }
        windows.interrupt();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
