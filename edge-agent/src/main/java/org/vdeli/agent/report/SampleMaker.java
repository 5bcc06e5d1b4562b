package org.vdeli.agent.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.nginx.NginxStatus;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;

/// Makes one sample per interval from nginx's log, its status and `/proc`.
///
/// Method: an interval is closed [#LAG] after its end, when nginx has surely written its buffers.
/// Lines are taken in the order of the log until one belongs to a later interval; a line that comes
/// later than it should counts in the interval that is open then. So the sum over all samples is
/// the number of requests, whatever the clock did; when it is set back, intervals come again, with
/// higher sequence numbers. After a time without an agent the old lines make samples of the
/// intervals that they belong to.
final class SampleMaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleMaker.class);

    /// nginx writes its buffer at the latest after 1 s (`flush=1s`).
    private static final Duration LAG = Duration.ofMillis(1500);

    private static final Duration STEP = Duration.ofMillis(250);
    private static final long LONGEST_LOG = 64L << 20;
    private static final long LONGEST_ERROR_LOG = 16L << 20;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final ServerId server;
    private final Nginx nginx;
    private final MachineFigures machine;
    private final SampleSpool spool;
    private final long length;
    private final InstantSource clock;
    private final Runnable onSample;
    private final Statistics.Viewed viewed;
    private final TrafficCount count = new TrafficCount();
    private final Thread thread;
    private Optional<NginxStatus.Counts> before = Optional.empty();
    private boolean troubled;

    SampleMaker(
            ServerId server,
            Nginx nginx,
            MachineFigures machine,
            SampleSpool spool,
            Duration length,
            InstantSource clock,
            Runnable onSample,
            Statistics.Viewed viewed) {
        this.server = server;
        this.nginx = nginx;
        this.machine = machine;
        this.spool = spool;
        this.length = length.toMillis();
        this.clock = clock;
        this.onSample = onSample;
        this.viewed = viewed;
        this.thread = Thread.ofPlatform().daemon().name("samples").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                try {
                    make();
                } catch (IOException | RuntimeException e) {
                    if (!troubled) {
                        LOG.error("could not make samples; trying again cause={}", e.toString());
                    }
                    troubled = true;
                    count.reset();
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Goes on from what the spool holds, until something fails; what was counted and is not in a
    /// sample is then read again.
    private void make() throws IOException, InterruptedException {
        SampleSpool.State state = spool.state();
        try (AccessLogReader reader =
                new AccessLogReader(nginx.config().accessLog(), state.place())) {
            OptionalLong first = firstTime(reader);
            long start = floor(first.orElse(clock.millis()));
            if (state.endMillis() > 0) {
                start = Math.max(state.endMillis(), Math.min(start, floor(clock.millis())));
            }
            while (true) {
                // Later than now only if the clock was set back.
                start = Math.min(start, floor(clock.millis()));
                long end = start + length;
                boolean due = clock.millis() >= end + LAG.toMillis();
                OptionalLong later = count(reader, end);
                if (!due) {
                    TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
                    continue;
                }
                emit(start, reader);
                long now = floor(clock.millis() - LAG.toMillis());
                start =
                        Math.max(
                                end,
                                Math.min(later.isPresent() ? floor(later.getAsLong()) : now, now));
                troubled = false;
            }
        } catch (NoSuchFileException _) {
            // nginx has not written its log yet
            TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
        }
    }

    private long floor(long millis) {
        return millis - Math.floorMod(millis, length);
    }

    private static OptionalLong firstTime(AccessLogReader reader) throws IOException {
        long[] time = {-1};
        reader.read(line -> {
            line.ifPresent(l -> time[0] = l.at());
            return false;
        });
        return time[0] < 0 ? OptionalLong.empty() : OptionalLong.of(time[0]);
    }

    /// Counts the lines up to the end of an interval.
    ///
    /// @return the time of the first line after it, if there is one
    private OptionalLong count(AccessLogReader reader, long end) throws IOException {
        long[] later = {-1};
        reader.read(line -> {
            if (line.isEmpty()) {
                count.addUnreadable();
                return true;
            }
            // A line of the future, from before the clock was set back, would wait for it.
            if (line.get().at() >= end && line.get().at() <= clock.millis() + length) {
                later[0] = line.get().at();
                return false;
            }
            count.add(line.get());
            return true;
        });
        return later[0] < 0 ? OptionalLong.empty() : OptionalLong.of(later[0]);
    }

    private void emit(long start, AccessLogReader reader) throws IOException, InterruptedException {
        Report.Sample sample =
                new Report.Sample(
                        server,
                        Instant.ofEpochMilli(start),
                        Duration.ofMillis(length),
                        spool.state().sequence() + 1,
                        connections(),
                        count.traffic(),
                        machine.read(),
                        count.top(Report.Sample.MAX_TOP_ASSETS));
        spool.add(sample, reader.place());
        viewed.in(count.paths(), Instant.ofEpochMilli(start + length));
        count.reset();
        onSample.run();
        reader.deleteRead();
        boolean accessRenamed = reader.rotate(LONGEST_LOG, clock.millis());
        boolean errorsRenamed = nginx.rotateErrorLog(LONGEST_ERROR_LOG);
        if (accessRenamed
                || errorsRenamed
                || (nginx.isUp() && !Files.exists(nginx.config().accessLog()))) {
            nginx.reopenLogs();
        }
    }

    private Report.Connections connections() {
        Optional<NginxStatus.Counts> now = read();
        if (now.isEmpty()) {
            return new Report.Connections(0, 0, 0, 0, 0L, 0L, 0L);
        }
        NginxStatus.Counts counts = now.get();
        // Smaller than before: nginx started anew and counts from zero.
        NginxStatus.Counts base =
                before.filter(b -> b.accepted() <= counts.accepted())
                        .orElse(before.isEmpty() ? counts : NginxStatus.Counts.NONE);
        before = now;
        return new Report.Connections(
                counts.active(),
                counts.reading(),
                counts.writing(),
                counts.waiting(),
                counts.accepted() - base.accepted(),
                counts.handled() - base.handled(),
                counts.requests() - base.requests());
    }

    private Optional<NginxStatus.Counts> read() {
        try {
            return Optional.of(nginx.status().read());
        } catch (IOException _) {
            return Optional.empty();
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
