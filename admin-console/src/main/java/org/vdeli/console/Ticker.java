package org.vdeli.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console's pulse, on one thread that never draws: five times a second for the status, once a
/// second for tables and charts.
///
/// One second, because a person cannot read a column of figures that changes faster.
final class Ticker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final long PERIOD_MILLIS = 200;
    private static final int PER_SECOND = 5;

    private final ScheduledExecutorService pulse =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("console-ticker").factory());
    private final Runnable fast;
    private final Runnable slow;
    private long beats;

    Ticker(Runnable fast, Runnable slow) {
        this.fast = fast;
        this.slow = slow;
    }

    void start() {
        var _ = pulse.scheduleWithFixedDelay(this::beat, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Has the slow turn done at once, for a screen that was just opened.
    void soon() {
        pulse.execute(() -> turn(slow));
    }

    private void beat() {
        turn(fast);
        if (beats % PER_SECOND == 0) {
            turn(slow);
        }
        beats++;
    }

    /// The rim of a turn: one that fails is logged, the next one comes.
    private static void turn(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("a turn of the console's pulse failed", e);
        }
    }

    @Override
    public void close() {
        pulse.shutdownNow();
    }
}
