package org.vdeli.installers.bench.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.testbed.Testbed;
import org.vdeli.installers.testbed.Testbed.Wan;

/// Reads the counters of all WANs five times a second, so that the fastest second of each is known:
/// a cap has to hold in every second, not on average.
final class Gauge implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Testbed testbed;
    private final List<Reading> readings = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isClosed;

    /// The counters of all WANs at one moment.
    ///
    /// @param nanos on the clock of this process
    record Reading(long nanos, List<Wan> wans) {}

    private Gauge(Testbed testbed) {
        this.testbed = testbed;
        readings.add(read());
        this.thread = Thread.ofVirtual().name("gauge").start(this::run);
    }

    static Gauge start(Testbed testbed) {
        return new Gauge(testbed);
    }

    private Reading read() {
        List<Wan> wans = testbed.wans();
        return new Reading(System.nanoTime(), wans);
    }

    private void run() {
        while (!isClosed) {
            Patience.pause(TURN);
            add(read());
        }
    }

    private synchronized void add(Reading reading) {
        readings.add(reading);
    }

    /// All readings up to now, the newest one made now.
    synchronized List<Reading> readings() {
        readings.add(read());
        return List.copyOf(readings);
    }

    /// The most that any WAN carried within a second, towards its cluster or from it.
    ///
    /// @return Mbit/s, headers included
    static double peakMegabits(List<Reading> readings, ToLongFunction<Wan> bytes) {
        int wans = readings.getFirst().wans().size();
        double peak = 0;
        for (int wan = 0; wan < wans; wan++) {
            int from = 0;
            for (int to = 1; to < readings.size(); to++) {
                // The shortest time of at least a second that ends here.
                while (from + 1 < to && lasts(readings, from + 1, to) >= SECOND) {
                    from++;
                }
                if (lasts(readings, from, to) >= SECOND) {
                    long carried =
                            bytes.applyAsLong(readings.get(to).wans().get(wan))
                                    - bytes.applyAsLong(readings.get(from).wans().get(wan));
                    peak = Math.max(peak, carried * 8e3 / lasts(readings, from, to));
                }
            }
        }
        return peak;
    }

    private static long lasts(List<Reading> readings, int from, int to) {
        return readings.get(to).nanos() - readings.get(from).nanos();
    }

    /// Writes what was read as a table: seconds since the first reading, then bytes towards and
    /// from each cluster.
    static void write(List<Reading> readings, Path file) {
        StringBuilder text = new StringBuilder("seconds");
        for (int wan = 0; wan < readings.getFirst().wans().size(); wan++) {
            text.append(",wan").append(wan).append("_in,wan").append(wan).append("_out");
        }
        text.append('\n');
        Reading first = readings.getFirst();
        for (Reading reading : readings) {
            text.append(
                    String.format(Locale.ROOT, "%.3f", (reading.nanos() - first.nanos()) / 1e9));
            for (int wan = 0; wan < first.wans().size(); wan++) {
                Wan then = first.wans().get(wan);
                Wan now = reading.wans().get(wan);
                text.append(',').append(now.in().bytes() - then.in().bytes());
                text.append(',').append(now.out().bytes() - then.out().bytes());
            }
            text.append('\n');
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
