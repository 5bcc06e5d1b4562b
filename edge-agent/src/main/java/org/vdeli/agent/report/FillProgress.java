package org.vdeli.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// Says every few seconds how far each running fill is, if it got any further.
public final class FillProgress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FillProgress.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final ServerId server;
    private final JobRunner runner;
    private final Reports reports;
    private final InstantSource clock;
    private final Thread thread;
    private Map<JobId, Seen> last = new HashMap<>();

    private record Seen(Instant at, long verified) {}

    public FillProgress(ServerId server, JobRunner runner, Reports reports, InstantSource clock) {
        this.server = server;
        this.runner = runner;
        this.reports = reports;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        boolean troubled = false;
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
                try {
                    tellAll();
                    troubled = false;
                } catch (RuntimeException e) {
                    if (!troubled) {
                        LOG.error("could not tell how far the fills are, trying on", e);
                    }
                    troubled = true;
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void tellAll() {
        Map<JobId, Seen> seen = new HashMap<>();
        Instant now = clock.instant();
        for (FillRun run : runner.fills()) {
            Job.Fill order = run.order();
            Seen present = new Seen(now, run.verified());
            Seen before = last.getOrDefault(order.job(), new Seen(now, 0));
            if (present.verified > before.verified) {
                reports.tell(
                        new Report.Progress(
                                server,
                                now,
                                order.job(),
                                order.attempt(),
                                order.asset(),
                                ByteCount.of(present.verified),
                                order.size(),
                                Bitrate.average(
                                        ByteCount.of(present.verified - before.verified),
                                        before.at.equals(now)
                                                ? INTERVAL
                                                : Duration.between(before.at, now))));
            }
            seen.put(order.job(), present);
        }
        last = seen;
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
