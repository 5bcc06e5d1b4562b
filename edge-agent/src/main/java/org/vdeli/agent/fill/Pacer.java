package org.vdeli.agent.fill;

import java.util.concurrent.TimeUnit;
import org.vdeli.contracts.value.Bitrate;

/// Keeps one connection at or below a rate, however often it is opened anew.
///
/// Method: each read of n bytes moves the time of the next read by n divided by the rate. Time that
/// was not used is not saved up (but for one step), so no second holds more than the rate plus one
/// step of 20 ms, which is 2 %.
final class Pacer {
    private static final long STEPS_PER_SECOND = 50;
    private static final int LARGEST_READ = 1 << 20;
    private static final int SMALLEST_READ = 512;

    private final double nanosPerByte;
    private final int read;
    private long next;

    Pacer(Bitrate limit) {
        double bytesPerSecond = limit.bitsPerSecond() / 8.0;
        this.nanosPerByte = limit.isZero() ? 0 : 1e9 / bytesPerSecond;
        this.read =
                limit.isZero()
                        ? LARGEST_READ
                        : Math.clamp(
                                (long) (bytesPerSecond / STEPS_PER_SECOND),
                                SMALLEST_READ,
                                LARGEST_READ);
        this.next = System.nanoTime();
    }

    /// The most bytes to be read at once.
    int largestRead() {
        return read;
    }

    /// A size for the socket's receive buffer, so that the network does not run ahead of the reads;
    /// zero to leave it to the system.
    int receiveBuffer() {
        return nanosPerByte == 0 ? 0 : Math.max(4096, 2 * read);
    }

    /// Waits until so many bytes, just read, are paid for.
    void paid(int bytes) throws InterruptedException {
        if (nanosPerByte == 0) {
            return;
        }
        long now = System.nanoTime();
        next = Math.max(next, now - 1_000_000_000L / STEPS_PER_SECOND);
        next += (long) (bytes * nanosPerByte);
        long wait = next - now;
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
