package org.vdeli.installers.site;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command end in good order on Ctrl-C or TERM: its thread is interrupted, and the process
/// waits for at most two minutes until the command has stopped what it started.
public final class GoodEnd implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asked;

    private GoodEnd(Thread command) {
        this.command = command;
    }

    /// From now on for this thread, until it is closed.
    public static GoodEnd ofThisThread() {
        GoodEnd end = new GoodEnd(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(end::ask, "stop"));
        return end;
    }

    /// Whether the command was asked to end.
    public boolean isAsked() {
        return asked;
    }

    private void ask() {
        if (ended.getCount() == 0) {
            return;
        }
        asked = true;
        command.interrupt();
        try {
            var _ = ended.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The command has stopped everything; the process may end.
    @Override
    public void close() {
        ended.countDown();
    }
}
