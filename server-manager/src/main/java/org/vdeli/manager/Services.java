package org.vdeli.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services of the program: opened in order, closed in reverse, each within its own time.
///
/// Closing may come at any moment, also while services are still being opened: it waits for those
/// (a child process that is half started must not be left behind), closes them too, and opening
/// ends with a [CancellationException]. Closing twice is closing once; who comes second waits until
/// all is closed.
final class Services implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    /// The slowest start is that of a database that recovers or a broker's first: then we give up.
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Deque<Open> open = new ArrayDeque<>();
    private volatile boolean closing;
    private int starting;

    private record Open(String name, Duration closeWithin, AutoCloseable service) {}

    /// Opens one more service.
    ///
    /// @param closeWithin how long closing it may take; after that it is left alone
    <T extends AutoCloseable> T open(String name, Duration closeWithin, Callable<T> starter)
            throws Exception {
        synchronized (open) {
            check();
            starting++;
        }
        try {
            long begin = System.nanoTime();
            T service = starter.call();
            synchronized (open) {
                open.push(new Open(name, closeWithin, service));
            }
            LOG.info("event=service-started service={} ms={}", name, millisSince(begin));
            check();
            return service;
        } finally {
            synchronized (open) {
                starting--;
                open.notifyAll();
            }
        }
    }

    /// Whether the end was asked for.
    boolean isClosing() {
        return closing;
    }

    /// Ends with a [CancellationException] if the end was asked for.
    void check() {
        if (closing) {
            throw new CancellationException("the program is being stopped");
        }
    }

    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            awaitStarting();
            while (true) {
                Open next;
                synchronized (open) {
                    next = open.poll();
                }
                if (next == null) {
                    return;
                }
                close(next);
            }
        }
    }

    private void awaitStarting() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        synchronized (open) {
            while (starting > 0 && System.nanoTime() < deadline) {
                try {
                    open.wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void close(Open ending) {
        long begin = System.nanoTime();
        Thread closer =
                Thread.ofPlatform()
                        .daemon()
                        .name("close-" + ending.name())
                        .start(() -> closeQuietly(ending));
        try {
            if (closer.join(ending.closeWithin())) {
                LOG.info(
                        "event=service-stopped service={} ms={}",
                        ending.name(),
                        millisSince(begin));
            } else {
                LOG.warn(
                        "event=service-stop-too-slow service={} limit={}",
                        ending.name(),
                        ending.closeWithin());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("event=service-stop-interrupted service={}", ending.name());
        }
    }

    private static void closeQuietly(Open ending) {
        try {
            ending.service().close();
        } catch (Exception e) {
            LOG.warn("event=service-stop-failed service={}", ending.name(), e);
        }
    }

    private static long millisSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
