package org.vdeli.agent.keep;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;

/// Looks at intervals whether what is published is there in its full size under its name, and
/// whether anything else is: links what lost its name, reports what lost its content, removes what
/// nobody published. Contents are not read; that is the work of [Scrub].
public final class Inspection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    /// What a fill has brought is published at once; the rest is for a slow disk.
    private static final Duration RESTED = Duration.ofHours(1);

    /// The interval is this share longer or shorter, so that the servers of a fleet do not look
    /// together.
    private static final double JITTER = 0.1;

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Publications publications;
    private final Losses losses;
    private final Runnable onLoss;
    private final Duration interval;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Thread thread;

    /// Puts it together; nothing begins yet.
    ///
    /// @param onLoss told after each loss that is new
    public Inspection(
            Publications publications,
            Losses losses,
            Runnable onLoss,
            Duration interval,
            InstantSource clock,
            RandomGenerator random) {
        this.publications = publications;
        this.losses = losses;
        this.onLoss = onLoss;
        this.interval = interval;
        this.clock = clock;
        this.random = random;
        this.thread = Thread.ofPlatform().daemon().name("inspection").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                double share = 1 + JITTER * (2 * random.nextDouble() - 1);
                TimeUnit.NANOSECONDS.sleep((long) (interval.toNanos() * share));
                try {
                    look();
                } catch (IOException | RuntimeException e) {
                    LOG.error("could not look at what is published, trying again later", e);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void look() throws IOException {
        boolean anyLost = false;
        List<Inventory.Entry> entries = publications.entries();
        for (Inventory.Entry entry : entries) {
            Optional<Publications.Dropped> dropped = publications.mend(entry);
            if (dropped.isPresent()) {
                losses.note(dropped.get());
                anyLost = true;
            }
        }
        if (anyLost) {
            onLoss.run();
        }
        int removed = publications.sweep(RESTED, clock.instant());
        if (removed > 0) {
            LOG.warn("removed files that nobody published files={}", removed);
        }
        LOG.debug("looked at what is published assets={}", entries.size());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
