package org.vdeli.installers.site;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Turns Ctrl-C or TERM into an interrupt of the thread that made it, and keeps the JVM alive until
/// that thread has stopped everything and closes this, for two minutes at most.
public final class StopSignal implements AutoCloseable {
    private final Thread runner = Thread.currentThread();
    private final AtomicBoolean isGiven = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private StopSignal() {}

    /// Listens from now on.
    public static StopSignal forThisThread() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::give, "stop"));
        return signal;
    }

    private void give() {
        if (ended.getCount() == 0) {
            return;
        }
        isGiven.set(true);
        runner.interrupt();
        try {
            ended.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the end was asked for.
    public boolean isGiven() {
        return isGiven.get();
    }

    /// Everything is stopped: the JVM may end.
    @Override
    public void close() {
        ended.countDown();
    }
}
