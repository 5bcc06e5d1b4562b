package org.vdeli.agent.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.retry.BackOff;
import org.vdeli.contracts.retry.Retry;

/// Tells the manager once, at the start, where this server hands pieces out; tries until the
/// manager has it. The first to reach the manager by HTTP, it tells who waits for the broker.
public final class DoorSign implements AutoCloseable {
    private static final BackOff PAUSES =
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(20));
    private static final Logger LOG = LoggerFactory.getLogger(DoorSign.class);

    private final ManagerLink manager;
    private final Enrolled me;
    private final PeerDoor door;
    private final Runnable reached;
    private final Retry retry;
    private final Thread thread;

    /// Puts it together; nothing begins yet.
    ///
    /// @param reached called when the manager has it
    public DoorSign(
            ManagerLink manager,
            Enrolled me,
            PeerDoor door,
            Runnable reached,
            RandomGenerator random) {
        this.manager = manager;
        this.me = me;
        this.door = door;
        this.reached = reached;
        this.retry = new Retry(PAUSES, random);
        this.thread = Thread.ofVirtual().name("door-sign").unstarted(this::tell);
    }

    public void start() {
        thread.start();
    }

    /// Tries at once, if the manager does not have it yet: there is reason to believe that it is
    /// back.
    public void retryNow() {
        retry.hint();
    }

    private void tell() {
        boolean failed = false;
        try {
            while (true) {
                try {
                    manager.open(me, door);
                    LOG.info("other agents find this one at {}", door.address());
                    reached.run();
                    return;
                } catch (IOException | ManagerLink.RefusedException e) {
                    if (!failed) {
                        LOG.warn(
                                "could not tell the manager where other agents find this one,"
                                        + " trying on: {}",
                                e.getMessage());
                    }
                    failed = true;
                }
                retry.pause();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
