package org.vdeli.agent.keep;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.fill.Filler;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

/// Makes room for fills by withdrawing what may go and was not used for the longest time, and
/// remembers who used what. Viewers' uses come from the access log, neighbours' from the piece
/// server. Safe for use by several threads.
///
/// A viewer who is in the middle of a file that goes keeps it until its end: the file lives as long
/// as nginx has it open. Its bytes are then free only at that end; a fill that cannot wait for that
/// is told that the disk is full, and comes again.
public final class Evictions implements Filler.Keeping, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
    private static final Duration FLUSH = Duration.ofMinutes(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Publications publications;
    private final Holdings holdings;
    private final Usage usage;
    private final Losses losses;
    private final Runnable onLoss;
    private final InstantSource clock;
    private final Map<JobId, Job.Fill> filling = new HashMap<>();
    private final Thread thread;

    /// Puts it together; nothing begins yet.
    ///
    /// @param log remembers what may be evicted, and its last uses
    /// @param onLoss told after each loss that is new
    public Evictions(
            Publications publications,
            Holdings holdings,
            KeyedLog log,
            Losses losses,
            Runnable onLoss,
            InstantSource clock) {
        this.publications = publications;
        this.holdings = holdings;
        this.usage = new Usage(log);
        this.losses = losses;
        this.onLoss = onLoss;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("usage").unstarted(this::run);
        holdings.onRead(asset -> usage.used(asset, clock.instant()));
    }

    public void start() {
        thread.start();
    }

    /// Viewers asked for these paths, as nginx names them, until some moment.
    public void viewed(Collection<String> paths, Instant at) {
        for (String path : paths) {
            try {
                publications
                        .at(AssetPath.parse(path.startsWith("/") ? path.substring(1) : path))
                        .ifPresent(entry -> usage.used(entry.asset(), at));
            } catch (IllegalArgumentException _) {
                // no asset can have such a path
            }
        }
    }

    @Override
    public synchronized void begin(Job.Fill order) {
        filling.put(order.job(), order);
    }

    @Override
    public synchronized void end(Job.Fill order) {
        filling.remove(order.job());
    }

    @Override
    public void publishing(Job.Fill order) throws IOException {
        usage.note(order.asset(), order.mayBeEvicted(), clock.instant());
    }

    @Override
    public void published(Job.Fill order) throws IOException {
        losses.forget(order.asset());
    }

    @Override
    public synchronized boolean free(ByteCount needed, Job.Fill order) throws IOException {
        List<EvictionChoice.Candidate> chosen = EvictionChoice.choose(candidates(), needed.bytes());
        for (EvictionChoice.Candidate candidate : chosen) {
            for (Inventory.Entry entry : publications.withdrawContent(candidate.checksum())) {
                losses.note(
                        entry,
                        Report.Loss.EVICTED,
                        "for "
                                + order.path()
                                + "; it was used last at "
                                + candidate.lastUse().truncatedTo(ChronoUnit.SECONDS));
            }
        }
        if (!chosen.isEmpty()) {
            onLoss.run();
        }
        return !chosen.isEmpty();
    }

    /// The order itself fetches its asset again; the others are told to be lost.
    @Override
    public void damaged(List<Inventory.Entry> withdrawn, Job.Fill order) throws IOException {
        for (Inventory.Entry entry : withdrawn) {
            if (!entry.asset().equals(order.asset())) {
                losses.note(
                        entry,
                        Report.Loss.CHECKSUM_MISMATCH,
                        "its content was found damaged when " + order.path() + " was filled");
            }
        }
        onLoss.run();
    }

    private List<EvictionChoice.Candidate> candidates() {
        return publications.contents().stream()
                .map(content -> candidate(content, publications.withContent(content.checksum())))
                .toList();
    }

    private EvictionChoice.Candidate candidate(
            Publications.Content content, List<Inventory.Entry> sharing) {
        Instant lastUse = Instant.EPOCH;
        boolean mayGo = !sharing.isEmpty();
        for (Inventory.Entry entry : sharing) {
            Optional<Instant> use = usage.lastUse(entry.asset());
            mayGo &= use.isPresent() && !isInUse(entry);
            if (use.isPresent() && use.get().isAfter(lastUse)) {
                lastUse = use.get();
            }
        }
        return new EvictionChoice.Candidate(
                content.checksum(), content.size().bytes(), lastUse, mayGo);
    }

    private boolean isInUse(Inventory.Entry entry) {
        return holdings.isRead(entry.asset())
                || filling.values().stream()
                        .anyMatch(order ->
                                order.path().equals(entry.path())
                                        || order.checksum().equals(entry.checksum()));
    }

    private void run() {
        boolean troubled = false;
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(FLUSH.toNanos());
                try {
                    flush();
                    troubled = false;
                } catch (IOException | RuntimeException e) {
                    if (!troubled) {
                        LOG.error("could not write the last uses, trying on", e);
                    }
                    troubled = true;
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private synchronized void flush() throws IOException {
        usage.flush(asset ->
                publications.of(asset).isPresent()
                        || filling.values().stream()
                                .anyMatch(order -> order.asset().equals(asset)));
    }

    /// Writes the last uses.
    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW) {
                var _ = thread.join(CLOSE_WAIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        flush();
    }
}
