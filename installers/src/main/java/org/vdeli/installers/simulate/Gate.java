package org.vdeli.installers.simulate;

import java.util.concurrent.CountDownLatch;

/// Holds all fills back just before their end, while it is closed: so a benchmark has every
/// confirmation come at one moment.
public final class Gate {
    private volatile CountDownLatch latch = new CountDownLatch(0);

    public void close() {
        latch = new CountDownLatch(1);
    }

    public void open() {
        latch.countDown();
    }

    void pass() throws InterruptedException {
        latch.await();
    }
}
