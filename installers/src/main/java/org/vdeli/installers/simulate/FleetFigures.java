package org.vdeli.installers.simulate;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.value.AssetPath;

/// What the simulated agents did, counted. Any thread may count and ask.
public final class FleetFigures {
    private final AtomicInteger connected = new AtomicInteger();
    private final LongAdder connections = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder progress = new LongAdder();
    private final LongAdder arrived = new LongAdder();
    private final LongAdder doubles = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder inventories = new LongAdder();
    private final LongAdder manifests = new LongAdder();
    private final LongAdder httpFailures = new LongAdder();
    private final Map<Order, Arrivals> watched = new ConcurrentHashMap<>();

    /// A kind of job.
    public enum Kind {
        FILL,
        PURGE,
        VERIFY
    }

    /// Orders of one kind for one path, whose arrivals are timed.
    private record Order(Kind kind, AssetPath path) {}

    /// The counts of one moment.
    ///
    /// @param connected agents that are connected to the broker now
    /// @param connections made since the start
    /// @param arrived jobs that came for the first time, or again as a newer attempt
    /// @param doubles jobs that came a second time
    /// @param done,failed jobs that ended well, badly
    /// @param confirmed confirmations that the broker took
    /// @param httpFailures calls to the manager that did not succeed
    public record Counts(
            int connected,
            long connections,
            long heartbeats,
            long samples,
            long progress,
            long arrived,
            long doubles,
            long done,
            long failed,
            long confirmed,
            long inventories,
            long manifests,
            long httpFailures) {}

    /// All counts now.
    public Counts counts() {
        return new Counts(
                connected.get(),
                connections.sum(),
                heartbeats.sum(),
                samples.sum(),
                progress.sum(),
                arrived.sum(),
                doubles.sum(),
                done.sum(),
                failed.sum(),
                confirmed.sum(),
                inventories.sum(),
                manifests.sum(),
                httpFailures.sum());
    }

    /// Times the arrivals of jobs from now on.
    public Arrivals watch(Kind kind, AssetPath path) {
        return watched.computeIfAbsent(new Order(kind, path), o -> new Arrivals());
    }

    /// Times no arrivals any more.
    public void watchNothing(Collection<AssetPath> paths) {
        watched.keySet().removeIf(order -> paths.contains(order.path()));
    }

    void connectedNow(boolean is) {
        connected.addAndGet(is ? 1 : -1);
        if (is) {
            connections.increment();
        }
    }

    void heartbeat() {
        heartbeats.increment();
    }

    void sample() {
        samples.increment();
    }

    void progress() {
        progress.increment();
    }

    void arrived(Job job) {
        arrived.increment();
        if (watched.isEmpty()) {
            return;
        }
        Optional<Order> order =
                switch (job) {
                    case Job.Fill fill -> Optional.of(new Order(Kind.FILL, fill.path()));
                    case Job.Purge purge -> Optional.of(new Order(Kind.PURGE, purge.path()));
                    case Job.Verify verify -> Optional.of(new Order(Kind.VERIFY, verify.path()));
                    case Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ ->
                            Optional.empty();
                };
        order.map(watched::get).ifPresent(arrivals -> arrivals.add(System.nanoTime()));
    }

    void cameAgain() {
        doubles.increment();
    }

    void ended(boolean well) {
        (well ? done : failed).increment();
    }

    void confirmed() {
        confirmed.increment();
    }

    void inventorySent() {
        inventories.increment();
    }

    void manifestRead() {
        manifests.increment();
    }

    void httpFailed() {
        httpFailures.increment();
    }
}
