package org.vdeli.manager;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A private service that is started again when its process has ended without being told to.
///
/// It comes back in the same folder on the same ports, so whoever uses it just reconnects.
///
/// @param <T> the service
final class Supervised<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Restarter<T> restarter;
    private final Predicate<T> alive;
    private final BooleanSupplier stopping;
    private final T first;
    private @Nullable T current;
    private boolean closed;
    private @Nullable Loop loop;

    /// Starts a service again where its first run was.
    @FunctionalInterface
    interface Restarter<T> {
        T start(T first) throws Exception;
    }

    private Supervised(
            String name,
            Restarter<T> restarter,
            Predicate<T> alive,
            BooleanSupplier stopping,
            T first) {
        this.name = name;
        this.restarter = restarter;
        this.alive = alive;
        this.stopping = stopping;
        this.first = first;
        this.current = first;
    }

    /// Starts the service and watches it from then on.
    ///
    /// @param stopping whether the whole program is being stopped: a service that ends then,
    ///   because it was sent the same signal, stays ended
    static <T extends AutoCloseable> Supervised<T> start(
            String name,
            Callable<T> starter,
            Restarter<T> restarter,
            Predicate<T> alive,
            BooleanSupplier stopping)
            throws Exception {
        Supervised<T> supervised =
                new Supervised<>(name, restarter, alive, stopping, starter.call());
        supervised.loop = Loop.start("supervisor-" + name, PAUSE, supervised::look);
        return supervised;
    }

    /// The service as it was started at first: for its addresses, which stay.
    T first() {
        return first;
    }

    /// One look: starts the service again if it has ended.
    synchronized void look() {
        T running = current;
        if (closed || stopping.getAsBoolean() || (running != null && alive.test(running))) {
            return;
        }
        try {
            if (running != null) {
                LOG.warn("event=private-service-ended service={} next=\"start it again\"", name);
                current = null;
                stop(running);
            }
            current = restarter.start(first);
            LOG.info("event=private-service-started-again service={}", name);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not start " + name + " again", e);
        }
    }

    @Override
    public void close() {
        T running;
        synchronized (this) {
            closed = true;
            running = current;
            current = null;
        }
        Loop watching = loop;
        if (watching != null) {
            watching.close();
        }
        if (running != null) {
            stop(running);
        }
    }

    private void stop(T running) {
        try {
            running.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not stop " + name, e);
        }
    }
}
