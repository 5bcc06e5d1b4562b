package org.vdeli.installers.simulate;

import java.util.Arrays;

/// When orders arrived at agents, by `System.nanoTime`. Any thread may add and ask.
public final class Arrivals {
    private long[] times = new long[1024];
    private int count;

    synchronized void add(long nanoTime) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = nanoTime;
    }

    public synchronized int count() {
        return count;
    }

    /// When so large a share of a number of orders had arrived.
    ///
    /// @param of how many are expected
    /// @param share above 0, up to 1
    /// @return seconds since a moment
    /// @throws IllegalStateException if fewer than that have arrived
    public synchronized double seconds(long since, int of, double share) {
        int needed = Math.max(1, (int) Math.ceil(of * share));
        if (count < needed) {
            throw new IllegalStateException(
                    "only "
                            + count
                            + " of "
                            + of
                            + " orders arrived, "
                            + needed
                            + " are asked for");
        }
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return (sorted[needed - 1] - since) / 1e9;
    }
}
