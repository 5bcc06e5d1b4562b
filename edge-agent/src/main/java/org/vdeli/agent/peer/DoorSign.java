package org.vdeli.agent.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.PeerDoor;

/// Tells the manager once, at the start, where this server hands pieces out; tries until the
/// manager has it.
public final class DoorSign implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DoorSign.class);

    private final Thread thread;

    public DoorSign(ManagerLink manager, Enrolled me, PeerDoor door) {
        this.thread = Thread.ofVirtual().name("door-sign").unstarted(() -> tell(manager, me, door));
    }

    public void start() {
        thread.start();
    }

    private static void tell(ManagerLink manager, Enrolled me, PeerDoor door) {
        boolean failed = false;
        try {
            while (true) {
                try {
                    manager.open(me, door);
                    LOG.info("other agents find this one at {}", door.address());
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
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
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
