package org.vdeli.installers.simulate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.report.Reports;
import org.vdeli.agent.work.Jobs;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.amqp.LinkState;
import org.vdeli.contracts.amqp.Subscription;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Decoded;

/// One agent that does everything but move bytes; see the package. It owns its connection to the
/// broker; all its state is guarded by its own monitor, and nothing waits while holding it.
final class SimulatedAgent implements AutoCloseable {
    /// As a real agent's.
    private static final int PREFETCH = 50;

    /// A real agent makes a sample so long after its interval's end, and looks every 100 ms.
    private static final Duration SAMPLE_LAG = Duration.ofMillis(1500);

    private static final int SAMPLE_STEP_MILLIS = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration INVENTORY_PAUSE = Duration.ofSeconds(3);
    private static final int INVENTORY_TRIES = 5;

    /// A day, as a real agent's spool holds.
    private static final int MOST_SAMPLES_WAITING = 8640;

    private static final ByteCount DISK = ByteCount.of(4_000_000_000_000L);
    private static final List<Report.Reason> BAD_ENDS =
            List.of(
                    Report.Reason.UNREACHABLE,
                    Report.Reason.CHECKSUM_MISMATCH,
                    Report.Reason.DISK_FULL,
                    Report.Reason.STORAGE_ERROR,
                    Report.Reason.FAILED);

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedAgent.class);

    private final Shared shared;
    private final Enrolled me;
    private final SplittableRandom random;
    private final SimulatedTraffic traffic;
    private final Instant startedAt;
    private final Shelf shelf = new Shelf();
    private final JobDesk desk = new JobDesk(Behaviour.PARALLEL_FILLS);
    private final List<Future<?>> timers = new ArrayList<>();
    private final AtomicBoolean samplesGoOut = new AtomicBoolean();
    private final AtomicBoolean confirmationsGoOut = new AtomicBoolean();
    private final BrokerLink link;
    private final Reports reports;
    private final Subscription jobs;
    private volatile boolean closed;
    private boolean connected;
    private long heartbeats;
    private long lastSample;

    /// Connects and begins to work.
    ///
    /// @param seed of this agent
    SimulatedAgent(Shared shared, Enrolled me, long seed) {
        this.shared = shared;
        this.me = me;
        this.random = new SplittableRandom(seed);
        this.traffic = new SimulatedTraffic(me.server(), seed, DISK, DISK);
        this.startedAt = shared.clock().instant();
        this.lastSample = intervalNow() - 1;
        this.link =
                BrokerLink.open(
                        LinkSettings.agent(
                                        me.name(),
                                        me.broker(),
                                        me.brokerUser(),
                                        Secret.of(me.brokerPassword()),
                                        shared.clock(),
                                        new SplittableRandom(seed + 1))
                                .sharing(shared.heartbeats()));
        this.reports = new Reports(me.server(), link, shared.codec(), shared.clock());
        link.onChange(this::changed);
        this.jobs = link.consume(Topology.agent(me.server()), PREFETCH, this::handle);
        if (link.state().connected()) {
            changed(link.state());
        }
        scheduleReports();
    }

    private void scheduleReports() {
        Behaviour behaviour = shared.behaviour();
        long beat = behaviour.heartbeatInterval().toMillis();
        long length = behaviour.sampleInterval().toMillis();
        long firstSample =
                length
                        - Math.floorMod(shared.clock().millis() - SAMPLE_LAG.toMillis(), length)
                        + random.nextInt(SAMPLE_STEP_MILLIS);
        synchronized (this) {
            timers.add(every(beat, random.nextLong(beat), this::beat));
            timers.add(every(length, firstSample, this::sendSamples));
        }
    }

    private Future<?> every(long millis, long first, Runnable what) {
        return shared.timer()
                .scheduleAtFixedRate(() -> begin(what), first, millis, TimeUnit.MILLISECONDS);
    }

    private void begin(Runnable what) {
        try {
            shared.threads().execute(what);
        } catch (RejectedExecutionException e) {
            LOG.debug("event=too-late agent={}", me.name(), e); // the simulation ends
        }
    }

    private void changed(LinkState state) {
        synchronized (this) {
            if (connected == state.connected()) {
                return;
            }
            connected = state.connected();
        }
        shared.figures().connectedNow(state.connected());
        if (state.connected()) {
            begin(this::beat);
            begin(this::sendConfirmations);
        }
    }

    Enrolled identity() {
        return me;
    }

    boolean awaitConnected(Duration within) throws InterruptedException {
        return link.awaitConnected(within);
    }

    // --- jobs

    private Handled handle(Delivery delivery) {
        return switch (shared.codec().decodeJob(delivery.body())) {
            case Decoded.Malformed<Job> malformed ->
                    new Handled.Reject("no job: " + malformed.reason());
            case Decoded.Message<Job> message -> take(message.envelope().body());
        };
    }

    private Handled take(Job job) {
        switch (job) {
            case Job.Unknown _ -> {
                return new Handled.Reject("this agent does not know such a kind of job");
            }
            case Job.Ping _ -> begin(this::beat);
            case Job.SendInventory _ -> begin(this::sendInventory);
            case Job.Cancel cancel -> cancel(cancel);
            case Job.Fill _, Job.Purge _, Job.Verify _ -> {
                JobDesk.Arrival arrival;
                synchronized (this) {
                    arrival = desk.take(job);
                }
                switch (arrival) {
                    case NEW, AGAIN -> {
                        shared.figures().arrived(job);
                        workOn();
                    }
                    case RENEWED -> shared.figures().arrived(job);
                    case DOUBLE -> shared.figures().cameAgain();
                    case ENDED -> {
                        shared.figures().cameAgain();
                        begin(this::sendConfirmations);
                    }
                }
            }
        }
        return Handled.ACK;
    }

    private void cancel(Job.Cancel order) {
        synchronized (this) {
            desk.waitingFor(order)
                    .ifPresent(job ->
                            end(
                                    job,
                                    Outcome.of(Report.Reason.CANCELLED, "called off"),
                                    shared.clock().instant()));
        }
        begin(this::sendConfirmations);
    }

    private void workOn() {
        List<Job> ready;
        synchronized (this) {
            ready = closed ? List.of() : desk.begin();
        }
        ready.forEach(job -> begin(() -> carryOut(job)));
    }

    private void carryOut(Job job) {
        Instant begun = shared.clock().instant();
        Outcome outcome;
        try {
            outcome =
                    switch (job) {
                        case Job.Fill fill -> fill(fill);
                        case Job.Purge purge -> purge(purge);
                        case Job.Verify verify -> verify(verify);
                        case Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ ->
                                Outcome.of(Report.Reason.UNSUPPORTED, "no such job waits");
                    };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the simulation ends
            return;
        }
        shared.figures().ended(outcome.reason().isDone());
        synchronized (this) {
            end(job, outcome, begun);
        }
        workOn();
        sendConfirmations();
    }

    private void end(Job job, Outcome outcome, Instant begun) {
        Instant now = shared.clock().instant();
        Job newest = desk.newest(Jobs.idOf(job));
        desk.end(
                Jobs.idOf(job),
                new Report.Confirmation(
                        me.server(),
                        now,
                        Jobs.idOf(job),
                        Jobs.attemptOf(newest),
                        entryOf(job).asset(),
                        entryOf(job).path(),
                        outcome.reason(),
                        outcome.detail(),
                        outcome.checksum(),
                        outcome.fetched(),
                        Duration.between(begun, now)));
    }

    private record Named(AssetId asset, AssetPath path) {}

    private static Named entryOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> new Named(fill.asset(), fill.path());
            case Job.Purge purge -> new Named(purge.asset(), purge.path());
            case Job.Verify verify -> new Named(verify.asset(), verify.path());
            case Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ ->
                    throw new IllegalArgumentException("such a job names no asset");
        };
    }

    private Outcome fill(Job.Fill order) throws InterruptedException {
        Optional<Inventory.Entry> present;
        long takes;
        Optional<Report.Reason> badEnd;
        synchronized (this) {
            present = shelf.at(order.path());
            takes = shared.behaviour().fillTimes().draw(random).toNanos();
            badEnd =
                    random.nextDouble() < shared.behaviour().failRate()
                            ? Optional.of(BAD_ENDS.get(random.nextInt(BAD_ENDS.size())))
                            : Optional.empty();
        }
        if (present.isPresent() && present.get().version() > order.version()) {
            return Outcome.of(
                    Report.Reason.SUPERSEDED,
                    "version " + present.get().version() + " is published");
        }
        if (shared.behaviour().manifests()) {
            try {
                var _ = shared.http().manifest(order);
                shared.figures().manifestRead();
            } catch (IOException e) {
                shared.figures().httpFailed();
                LOG.debug("event=manifest-failed agent={}", me.name(), e);
                return Outcome.of(Report.Reason.UNREACHABLE, shown(e));
            }
        }
        transfer(order, takes);
        shared.behaviour().gate().pass();
        if (badEnd.isPresent()) {
            return Outcome.of(badEnd.get(), "simulated");
        }
        Inventory.Entry entry =
                new Inventory.Entry(
                        order.asset(),
                        order.path(),
                        order.version(),
                        order.size(),
                        order.checksum());
        boolean stands;
        synchronized (this) {
            stands = shelf.publish(entry);
        }
        return stands
                ? Outcome.done(order.checksum(), order.size())
                : Outcome.of(Report.Reason.SUPERSEDED, "a newer version is published");
    }

    /// Lets the time of a transfer pass, and tells how far it is.
    private void transfer(Job.Fill order, long takes) throws InterruptedException {
        long begun = System.nanoTime();
        long step = Behaviour.PROGRESS_INTERVAL.toNanos();
        for (long past = 0; takes - past > step; past = System.nanoTime() - begun) {
            TimeUnit.NANOSECONDS.sleep(step);
            long size = order.size().bytes();
            double share = Math.min(1, (System.nanoTime() - begun) / (double) takes);
            reports.tell(
                    new Report.Progress(
                            me.server(),
                            shared.clock().instant(),
                            order.job(),
                            order.attempt(),
                            order.asset(),
                            ByteCount.of((long) (share * size)),
                            order.size(),
                            Bitrate.average(order.size(), Duration.ofNanos(takes))));
            shared.figures().progress();
        }
        TimeUnit.NANOSECONDS.sleep(takes - (System.nanoTime() - begun));
    }

    private synchronized Outcome purge(Job.Purge order) {
        shelf.withdraw(order.asset(), order.path());
        return Outcome.done();
    }

    private synchronized Outcome verify(Job.Verify order) {
        return shelf.at(order.path())
                .filter(entry -> entry.asset().equals(order.asset()))
                .map(entry -> Outcome.done(entry.checksum(), ByteCount.ZERO))
                .orElseGet(() -> Outcome.of(Report.Reason.MISSING, "it is not there"));
    }

    // --- reports

    private void beat() {
        Report.Heartbeat heartbeat;
        synchronized (this) {
            heartbeat =
                    new Report.Heartbeat(
                            me.server(),
                            shared.clock().instant(),
                            ++heartbeats,
                            startedAt,
                            "simulated",
                            DISK,
                            ByteCount.of(Math.max(0, DISK.bytes() - shelf.stored().bytes())),
                            shelf.stored(),
                            shelf.digest(),
                            desk.waiting(),
                            desk.running(),
                            true);
        }
        reports.tell(heartbeat);
        shared.figures().heartbeat();
    }

    /// Sends the confirmations that the broker does not have yet, oldest first, until it has them.
    private void sendConfirmations() {
        if (!confirmationsGoOut.compareAndSet(false, true)) {
            return;
        }
        try {
            Duration pause = FIRST_PAUSE;
            for (Optional<Report.Confirmation> next = untold();
                    next.isPresent() && !closed;
                    next = untold()) {
                try {
                    reports.publish(next.get());
                    shared.figures().confirmed();
                    synchronized (this) {
                        desk.told(next.get());
                    }
                    pause = FIRST_PAUSE;
                } catch (IOException e) {
                    LOG.debug("event=confirmation-waits agent={}", me.name(), e);
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    Duration twice = pause.multipliedBy(2);
                    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the simulation ends
        } finally {
            confirmationsGoOut.set(false);
        }
        if (!closed && untold().isPresent() && !Thread.currentThread().isInterrupted()) {
            begin(this::sendConfirmations); // it came while this was ending
        }
    }

    private synchronized Optional<Report.Confirmation> untold() {
        return desk.untold();
    }

    private long intervalNow() {
        long length = shared.behaviour().sampleInterval().toMillis();
        return Math.floorDiv(shared.clock().millis() - SAMPLE_LAG.toMillis(), length);
    }

    /// Sends the samples of all intervals that ended, oldest first, until the broker has them.
    private void sendSamples() {
        if (!samplesGoOut.compareAndSet(false, true)) {
            return;
        }
        try {
            while (!closed) {
                long next;
                List<AssetPath> held;
                synchronized (this) {
                    next = Math.max(lastSample + 1, intervalNow() - MOST_SAMPLES_WAITING);
                    held = shelf.paths(Report.Sample.MAX_TOP_ASSETS);
                }
                if (next >= intervalNow()) {
                    return;
                }
                try {
                    reports.publish(
                            traffic.sample(next, shared.behaviour().sampleInterval(), held));
                    shared.figures().sample();
                    synchronized (this) {
                        lastSample = next;
                    }
                } catch (IOException e) {
                    LOG.debug("event=sample-waits agent={}", me.name(), e);
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the simulation ends
        } finally {
            samplesGoOut.set(false);
        }
    }

    private void sendInventory() {
        try {
            for (int attempt = 1; attempt <= INVENTORY_TRIES && !closed; attempt++) {
                List<Inventory.Entry> entries;
                synchronized (this) {
                    entries = shelf.entries();
                }
                try {
                    shared.http().send(me, new Inventory(shared.clock().instant(), entries));
                    shared.figures().inventorySent();
                    return;
                } catch (IOException e) {
                    shared.figures().httpFailed();
                    LOG.debug("event=inventory-failed agent={}", me.name(), e);
                    TimeUnit.NANOSECONDS.sleep(INVENTORY_PAUSE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the simulation ends
        }
    }

    private static String shown(Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.length() <= 200 ? text : text.substring(0, 200);
    }

    /// Ends it at once, as a power cut would; the broker sees the connection go.
    @Override
    public void close() {
        List<Future<?>> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(timers);
        }
        running.forEach(timer -> timer.cancel(false));
        jobs.close();
        link.close();
    }
}
