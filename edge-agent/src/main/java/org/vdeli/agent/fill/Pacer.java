package org.vdeli.agent.fill;

import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.Bitrate;

/// Keeps one connection at or below its own rate, and together with others below a rate that they
/// share, however often it is opened anew. For one thread.
///
/// Method: bytes are paid for before they are read. What the network brings ahead of the reads is
/// bounded by a small receive buffer. Where the smallest buffer that works is larger than a step
/// (below 3 Mbit/s), what is too much of it is paid for when a request is sent and once more when
/// its answer begins: quiet before the burst and after it, so that no second holds both the burst
/// and what the rate allows.
final class Pacer implements AutoCloseable {
    private static final int LARGEST_READ = 1 << 20;
    private static final int STEPS_PER_SECOND = 50;

    /// A smaller window makes TCP wait for its timers.
    private static final int SMALLEST_BUFFER = 8 * 1024;

    /// With more connections than this the buffers shrink, so that all together hold a twelfth of a
    /// second at most.
    private static final int FULL_BUFFERS = 4;

    private final Throttle own;
    private final Throttle shared;
    private int credit;

    /// @param limit of this connection alone, zero for none
    /// @param shared with others
    Pacer(Bitrate limit, Throttle shared) {
        this.own = Throttle.of(limit);
        this.shared = shared;
        own.enter();
        shared.enter();
    }

    /// Whether there is any limit now.
    boolean isLimited() {
        return !own.limit().isZero() || !shared.limit().isZero();
    }

    /// The most bytes to be read at once.
    int largestRead() {
        return Math.min(LARGEST_READ, Math.min(own.step(), shared.step()));
    }

    /// A size for the socket's receive buffer, so that the network does not run ahead of the reads;
    /// zero to leave it to the system.
    int receiveBuffer() {
        long rate = tightest();
        if (rate == 0) {
            return 0;
        }
        long sharers = shared.limit().isZero() ? 1 : Math.max(1, shared.sharers());
        return Math.clamp(
                rate / STEPS_PER_SECOND * FULL_BUFFERS / Math.max(FULL_BUFFERS, sharers),
                SMALLEST_BUFFER,
                LARGEST_READ);
    }

    /// The lower of the limits in bytes a second, zero if there is none.
    private long tightest() {
        long mine = own.limit().bitsPerSecond() / 8;
        long ours = shared.limit().bitsPerSecond() / 8;
        return mine == 0 ? ours : ours == 0 ? mine : Math.min(mine, ours);
    }

    /// To be called before a request for so many bytes and again when its answer begins.
    void awaitBurst(long length) throws InterruptedException {
        long rate = tightest();
        if (rate > 0) {
            long burst = Math.min(receiveBuffer(), length) - rate / STEPS_PER_SECOND;
            if (burst > 0) {
                take((int) burst);
            }
        }
    }

    /// Waits until so many bytes may be read; says for how many nanoseconds it waited.
    long awaitRead(int bytes) throws InterruptedException {
        if (bytes <= credit || !isLimited()) {
            return 0;
        }
        long since = System.nanoTime();
        take(bytes - credit);
        credit = bytes;
        return System.nanoTime() - since;
    }

    /// So many bytes were read; what was waited for beyond them counts for the next read.
    void read(int bytes) {
        credit = Math.max(0, credit - bytes);
    }

    private void take(int bytes) throws InterruptedException {
        own.take(bytes);
        shared.take(bytes);
    }

    @Override
    public void close() {
        own.leave();
        shared.leave();
    }
}
