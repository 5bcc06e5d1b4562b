package org.vdeli.agent.report;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;

/// Sends the whole inventory by HTTP when it is wanted. A wish that is lost with the agent comes
/// again, because the manager sees the digest differ at the next heartbeat.
public final class InventorySender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InventorySender.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int TRIES = 5;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Enrolled me;
    private final ManagerLink manager;
    private final Publications publications;
    private final Supplier<List<AssetId>> evicted;
    private final InstantSource clock;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;

    /// Puts it together; nothing begins yet.
    ///
    /// @param evicted what is not there because it was evicted
    public InventorySender(
            Enrolled me,
            ManagerLink manager,
            Publications publications,
            Supplier<List<AssetId>> evicted,
            InstantSource clock) {
        this.me = me;
        this.manager = manager;
        this.publications = publications;
        this.evicted = evicted;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("inventory").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Sends it soon; several wishes at once are one.
    public void send() {
        wanted.release();
    }

    private void run() {
        try {
            while (true) {
                wanted.acquire();
                wanted.drainPermits();
                trySending();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void trySending() throws InterruptedException {
        for (int i = 1; i <= TRIES; i++) {
            try {
                Inventory inventory =
                        new Inventory(
                                clock.instant(),
                                publications.entries(),
                                Optional.of(evicted.get()));
                manager.send(me, inventory);
                LOG.info("sent the inventory assets={}", inventory.entries().size());
                return;
            } catch (ManagerLink.RefusedException e) {
                LOG.warn("the manager refused the inventory: {}", e.getMessage());
                return;
            } catch (IOException e) {
                LOG.warn("could not send the inventory try={}: {}", i, e.getMessage());
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (RuntimeException e) {
                // The manager asks again when it sees the digest differ.
                LOG.error("could not send the inventory", e);
                return;
            }
        }
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
