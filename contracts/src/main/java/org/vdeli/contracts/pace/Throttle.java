package org.vdeli.contracts.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.vdeli.contracts.value.Bitrate;

/// A limit that any number of transfers share. They pass one after the other, in the order in which
/// they ask, each a small step at a time. Safe for use by several threads.
///
/// Method: whoever's turn it is waits until the [TokenBucket] lets the next bytes pass, and counts
/// them when it really goes on: a thread that wakes up late makes nobody pass twice. Between leave
/// to pass and passing, each transfer holds at most one step; the more share the limit, the smaller
/// the steps, so that even if all were held up and went on together they are a 25th of what a
/// second may hold (where that leaves 4 KiB each).
public final class Throttle {
    private static final int HELD_AT_ONCE = 25;

    /// Less is not worth a wake-up.
    private static final int SMALLEST_STEP = 4096;

    private final TokenBucket bucket;
    private final LongSupplier nanos;
    private final Pause pause;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger sharers = new AtomicInteger();
    private volatile boolean limited;

    /// How to wait.
    @FunctionalInterface
    interface Pause {
        void sleep(long nanos) throws InterruptedException;
    }

    /// A limit by the machine's clock.
    ///
    /// @param limit zero for none
    public static Throttle of(Bitrate limit) {
        return new Throttle(limit, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    Throttle(Bitrate limit, LongSupplier nanos, Pause pause) {
        this.bucket = new TokenBucket(limit, nanos.getAsLong());
        this.nanos = nanos;
        this.pause = pause;
        this.limited = !limit.isZero();
    }

    public Bitrate limit() {
        synchronized (bucket) {
            return bucket.limit();
        }
    }

    /// From now on another limit holds.
    ///
    /// @param limit zero for none
    public void limit(Bitrate limit) {
        synchronized (bucket) {
            bucket.limit(limit);
            limited = !limit.isZero();
        }
    }

    /// A transfer begins that will pass here.
    public void enter() {
        sharers.incrementAndGet();
    }

    /// It has ended.
    public void leave() {
        sharers.decrementAndGet();
    }

    /// How many transfers pass here.
    public int sharers() {
        return sharers.get();
    }

    /// How many bytes to ask for at once, at most.
    public int step() {
        if (!limited) {
            return Integer.MAX_VALUE;
        }
        synchronized (bucket) {
            int largest = bucket.step();
            double each = bucket.perSecond() / ((double) HELD_AT_ONCE * Math.max(1, sharers.get()));
            return Math.min(largest, (int) Math.clamp(each, SMALLEST_STEP, 1e9));
        }
    }

    /// Waits until so many bytes may pass.
    public void take(int bytes) throws InterruptedException {
        int left = limited ? bytes : 0;
        while (left > 0) {
            turn.lockInterruptibly();
            try {
                left -= passStep(left);
            } finally {
                turn.unlock();
            }
        }
    }

    private int passStep(int most) throws InterruptedException {
        while (true) {
            long wait;
            synchronized (bucket) {
                long now = nanos.getAsLong();
                wait = bucket.untilNext(now);
                if (wait == 0) {
                    int step = Math.min(most, bucket.step());
                    bucket.pass(now, step);
                    return step;
                }
            }
            pause.sleep(wait);
        }
    }
}
