package org.vdeli.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a running agent, started in order and closed in reverse. Closing is idempotent, and
/// a part that fails to close does not keep the others from closing.
final class Services implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Deque<Part> started = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable service) {}

    /// How a part begins its work.
    @FunctionalInterface
    interface Start {
        void run() throws Exception;
    }

    /// Starts a part; it will be closed even if its start fails half-way.
    <T extends AutoCloseable> void start(String name, T service, Start start) throws Exception {
        add(name, service);
        start.run();
    }

    /// A part that needs no start.
    ///
    /// @throws InterruptedException if the end was asked for meanwhile; the part is closed then
    void add(String name, AutoCloseable service) throws InterruptedException {
        Part part = new Part(name, service);
        synchronized (this) {
            if (!closed) {
                started.push(part);
                return;
            }
        }
        close(part);
        throw new InterruptedException("the agent stops before " + name + " has begun");
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            close(started.pop());
        }
    }

    private static void close(Part part) {
        try {
            part.service().close();
        } catch (Exception e) {
            LOG.warn("could not close {} cause={}", part.name(), e.toString());
        }
    }
}
