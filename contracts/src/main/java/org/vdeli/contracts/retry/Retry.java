package org.vdeli.contracts.retry;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The pauses of one thread that tries something until it works. Others may hint to it from any
/// thread.
public final class Retry {
    private final BackOff backOff;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hint = lock.newCondition();
    private int failures;
    private boolean hinted;

    public Retry(BackOff backOff, RandomGenerator random) {
        this.backOff = backOff;
        this.random = random;
    }

    /// It worked: pauses are short again, and earlier hints are of no worth any more.
    public void worked() {
        lock.lock();
        try {
            failures = 0;
            hinted = false;
        } finally {
            lock.unlock();
        }
    }

    /// Waits after an attempt that failed; not, or no longer, if there is a hint.
    ///
    /// @throws InterruptedException if interrupted
    public void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = backOff.after(failures, random).toNanos();
            failures++;
            while (left > 0 && !hinted) {
                left = hint.awaitNanos(left);
            }
            if (hinted) {
                failures = 0;
                hinted = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /// There is reason to believe that the next attempt works: ends the pause, or skips the one
    /// after an attempt that is under way. Pauses are short again from then on.
    public void hint() {
        lock.lock();
        try {
            hinted = true;
            hint.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
