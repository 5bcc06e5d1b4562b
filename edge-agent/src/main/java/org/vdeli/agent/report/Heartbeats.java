package org.vdeli.agent.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.DurableFiles;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

/// Says every few seconds that this agent lives and how it is, to the manager and, in a file, to
/// `agent status`.
public final class Heartbeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final ServerId server;
    private final String version;
    private final DiskSpace disk;
    private final Publications publications;
    private final JobRunner runner;
    private final Nginx nginx;
    private final Reports reports;
    private final Path statusFile;
    private final Codec codec;
    private final Duration interval;
    private final InstantSource clock;
    private final Instant startedAt;
    private final UUID instance = UUID.randomUUID();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition now = lock.newCondition();
    private final Thread thread;
    private boolean wanted;
    private long sequence;

    /// Puts it together; nothing begins yet.
    ///
    /// @param statusFile gets the last heartbeat as JSON
    public Heartbeats(
            ServerId server,
            String version,
            DiskSpace disk,
            Publications publications,
            JobRunner runner,
            Nginx nginx,
            Reports reports,
            Path statusFile,
            Codec codec,
            Duration interval,
            InstantSource clock) {
        this.server = server;
        this.version = version;
        this.disk = disk;
        this.publications = publications;
        this.runner = runner;
        this.nginx = nginx;
        this.reports = reports;
        this.statusFile = statusFile;
        this.codec = codec;
        this.interval = interval;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Sends one at once.
    public void beat() {
        lock.lock();
        try {
            wanted = true;
            now.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                try {
                    Report.Heartbeat heartbeat = heartbeat();
                    reports.tell(heartbeat);
                    DurableFiles.replace(
                            statusFile, codec.write(heartbeat).getBytes(StandardCharsets.UTF_8));
                } catch (IOException | RuntimeException e) {
                    LOG.warn("could not send a heartbeat cause={}", e.toString());
                }
                await();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private Report.Heartbeat heartbeat() throws IOException {
        sequence++;
        return new Report.Heartbeat(
                server,
                clock.instant(),
                sequence,
                startedAt,
                version,
                disk.size(),
                disk.free(),
                publications.stored(),
                publications.digest(),
                runner.ready(),
                runner.running(),
                nginx.isUp(),
                Optional.of(instance));
    }

    private void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = interval.toNanos();
            while (!wanted && left > 0) {
                left = now.awaitNanos(left);
            }
            wanted = false;
        } finally {
            lock.unlock();
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
