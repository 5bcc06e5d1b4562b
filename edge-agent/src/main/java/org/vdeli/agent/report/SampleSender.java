package org.vdeli.agent.report;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.work.ReportChannel;
import org.vdeli.contracts.agent.Report;

/// Sends the samples of the spool, oldest first, until the broker has each.
final class SampleSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleSender.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final SampleSpool spool;
    private final ReportChannel channel;
    private final Semaphore something = new Semaphore(0);
    private final Thread thread;

    SampleSender(SampleSpool spool, ReportChannel channel) {
        this.spool = spool;
        this.channel = channel;
        this.thread = Thread.ofPlatform().daemon().name("sample-sender").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// There is a new sample in the spool.
    void wake() {
        something.release();
    }

    private void run() {
        try {
            while (true) {
                Optional<Report.Sample> oldest = spool.oldest();
                if (oldest.isEmpty()) {
                    something.acquire();
                    something.drainPermits();
                    continue;
                }
                try {
                    channel.publish(oldest.get());
                    spool.sent(oldest.get());
                } catch (IOException | RuntimeException e) {
                    LOG.debug("samples wait count={} cause={}", spool.size(), e.getMessage());
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
        } catch (InterruptedException _) {
            // closed
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
