package org.vdeli.manager;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.manager.database.DatabaseUnavailable;

/// Does one thing again and again, with a pause in between, until it is closed. What goes wrong in
/// a turn is logged where it begins and where it ends, and the next turn tries again.
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Runnable turn;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    private Loop(String name, Duration pause, Runnable turn) {
        this.name = name;
        this.pause = pause;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    static Loop start(String name, Duration pause, Runnable turn) {
        Loop loop = new Loop(name, pause, turn);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            do {
                once();
            } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            turn.run();
            if (failing) {
                failing = false;
                LOG.info("event=loop-recovered loop={}", name);
            }
        } catch (DatabaseUnavailable e) {
            if (!failing) {
                failing = true;
                LOG.warn("event=loop-waits loop={} cause={}", name, e.getMessage());
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.error("event=loop-turn-failed loop={}", name, e);
            }
        }
    }

    /// Lets the turn finish for at most five seconds, then interrupts it.
    @Override
    public void close() {
        end.countDown();
        try {
            if (!thread.join(LAST_TURN)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
