package org.vdeli.manager.api;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Interrupts handlers that take too long. A handler blocks on the database or a file at worst, and
/// both end on an interrupt.
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Begins a time limit for the thread that calls; closing it ends it.
    Deadline begin(Duration limit) {
        return new Deadline(limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// One running time limit.
    final class Deadline implements AutoCloseable {
        private final Thread thread = Thread.currentThread();
        private final Future<?> interruption;
        private boolean ended;
        private boolean missed;

        private Deadline(Duration limit) {
            interruption = timer.schedule(this::miss, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void miss() {
            if (!ended) {
                missed = true;
                thread.interrupt();
            }
        }

        /// Whether the limit was reached.
        synchronized boolean missed() {
            return missed;
        }

        @Override
        public synchronized void close() {
            ended = true;
            interruption.cancel(false);
            if (missed) {
                Thread.interrupted();
            }
        }
    }
}
