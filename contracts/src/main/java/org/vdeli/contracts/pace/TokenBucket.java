package org.vdeli.contracts.pace;

import org.vdeli.contracts.value.Bitrate;

/// The arithmetic of one limit: when the next bytes may pass. For one thread; time comes in as
/// nanoseconds of any clock that only goes forward.
///
/// Method: n bytes that pass move the time at which the next may pass by n divided by the rate.
/// Time that was not used is saved up for [#SLACK] only. With steps of at most a 50th of a second
/// no window of one second holds more than 1 + 0.01 + 0.02 times the limit.
public final class TokenBucket {
    /// What a late wake-up may be made up for.
    static final long SLACK = 10_000_000L;

    /// Steps in a second, at least.
    static final int STEPS = 50;

    private Bitrate limit;
    private long next;

    /// @param limit zero for none
    public TokenBucket(Bitrate limit, long now) {
        this.limit = limit;
        this.next = now;
    }

    public Bitrate limit() {
        return limit;
    }

    /// From now on another limit holds.
    ///
    /// @param newLimit zero for none
    public void limit(Bitrate newLimit) {
        limit = newLimit;
    }

    /// The most bytes that may pass at once, at least 1.
    public int step() {
        return limit.isZero() ? Integer.MAX_VALUE : (int) Math.clamp(perSecond() / STEPS, 1, 1e9);
    }

    double perSecond() {
        return limit.bitsPerSecond() / 8.0;
    }

    /// Nanoseconds until the next bytes may pass; zero if they may now.
    public long untilNext(long now) {
        return limit.isZero() ? 0 : Math.max(0, next - now);
    }

    /// Counts bytes that pass now.
    ///
    /// @param bytes at most [#step]
    public void pass(long now, long bytes) {
        long from = now - SLACK - next > 0 ? now - SLACK : next;
        next = limit.isZero() ? now : from + (long) Math.ceil(bytes * 1e9 / perSecond());
    }
}
