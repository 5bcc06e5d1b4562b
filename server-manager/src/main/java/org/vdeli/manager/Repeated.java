package org.vdeli.manager;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.fleet.BrokerManagementException;

/// Does something again and again on a thread of its own. What goes wrong in a turn is logged once,
/// and the next turn tries again.
final class Repeated implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Repeated.class);

    private final String name;
    private final Duration pause;
    private final Runnable turn;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    Repeated(String name, Duration pause, Runnable turn) {
        this.name = name;
        this.pause = pause;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            turn.run();
            if (failing) {
                failing = false;
                log.info("event=loop-recovered loop={}", name);
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                if (e instanceof DatabaseUnavailable || e instanceof BrokerManagementException) {
                    log.warn("event=loop-waits loop={} cause={}", name, e.getMessage());
                } else {
                    log.error("event=loop-turn-failed loop={}", name, e);
                }
            }
        }
    }

    @Override
    public void close() {
        end.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
