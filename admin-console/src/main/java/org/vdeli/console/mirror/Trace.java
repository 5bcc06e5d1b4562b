package org.vdeli.console.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The recent past of a few figures: a ring of points, oldest overwritten. Safe for any thread.
///
/// Floats, and a ring that grows only as far as it is used, because a console holds one for each of
/// 4000 servers: 60 points of 10 s in ten minutes are 1.5 kB.
public final class Trace {
    /// How far back charts look.
    public static final Duration SPAN = Duration.ofMinutes(10);

    /// Ten minutes of one point every 2 s, the shortest interval of an agent.
    static final int MAX_POINTS = 304;

    private static final int FIRST_POINTS = 16;

    /// What is remembered.
    public enum Line {
        REQUESTS,
        BITS,
        ACTIVE,
        ERRORS,
        PERCENTILE95
    }

    /// One line's points, oldest first. The arrays are the caller's to read, not to change.
    public static final class Points {
        public static final Points NONE = new Points(new long[0], new float[0]);

        private final long[] times;
        private final float[] values;

        Points(long[] times, float[] values) {
            this.times = times;
            this.values = values;
        }

        /// Seconds since the epoch.
        public long[] times() {
            return times;
        }

        /// NaN where nothing is known.
        public float[] values() {
            return values;
        }

        public int size() {
            return times.length;
        }
    }

    private final EnumMap<Line, float[]> values = new EnumMap<>(Line.class);
    private long[] times = new long[FIRST_POINTS];
    private int next;
    private int size;
    private long newest = Long.MIN_VALUE;

    public Trace() {
        for (Line line : Line.values()) {
            values.put(line, new float[FIRST_POINTS]);
        }
    }

    /// Adds a point. One that is not newer than the newest is passed over: the same interval comes
    /// again with every heartbeat.
    public synchronized void add(Instant at, Figures figures) {
        long second = at.getEpochSecond();
        if (second <= newest) {
            return;
        }
        newest = second;
        if (size == times.length && size < MAX_POINTS) {
            grow();
        }
        times[next] = second;
        put(Line.REQUESTS, figures.requests());
        put(Line.BITS, figures.bits());
        put(Line.ACTIVE, figures.active());
        put(Line.ERRORS, figures.errors());
        put(Line.PERCENTILE95, figures.percentile95());
        next = (next + 1) % times.length;
        size = Math.min(size + 1, times.length);
    }

    /// Forgets all points.
    public synchronized void clear() {
        next = 0;
        size = 0;
        newest = Long.MIN_VALUE;
    }

    /// The points of one line since an instant.
    public synchronized Points since(Line line, Instant from) {
        float[] ring = values.get(line);
        if (ring == null) {
            return Points.NONE;
        }
        long begin = from.getEpochSecond();
        long[] outTimes = new long[size];
        float[] outValues = new float[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            int at = Math.floorMod(next - size + i, times.length);
            if (times[at] >= begin) {
                outTimes[count] = times[at];
                outValues[count] = ring[at];
                count++;
            }
        }
        return new Points(Arrays.copyOf(outTimes, count), Arrays.copyOf(outValues, count));
    }

    /// The points of all lines since an instant.
    public synchronized Map<Line, Points> lines(Instant from) {
        EnumMap<Line, Points> lines = new EnumMap<>(Line.class);
        for (Line line : Line.values()) {
            lines.put(line, since(line, from));
        }
        return lines;
    }

    private void put(Line line, double value) {
        float[] ring = values.get(line);
        if (ring != null) {
            ring[next] = (float) value;
        }
    }

    /// Called only while the ring is full and has never wrapped round, so that `next` is 0.
    private void grow() {
        int length = Math.min(MAX_POINTS, times.length * 2);
        next = size;
        times = Arrays.copyOf(times, length);
        for (Map.Entry<Line, float[]> entry : values.entrySet()) {
            entry.setValue(Arrays.copyOf(entry.getValue(), length));
        }
    }
}
