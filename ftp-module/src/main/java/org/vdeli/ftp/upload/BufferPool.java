package org.vdeli.ftp.upload;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Direct buffers for uploads, at most a fixed number of them however many uploads run.
final class BufferPool {
    /// 256 KiB: at 64 KiB the calls cost 10 % of the rate of one stream, above 512 KiB the buffers
    /// fall out of the processor's cache.
    static final int BUFFER_BYTES = 256 * 1024;

    private static final int EXTRA_BYTES = 32 * 1024;

    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger left;

    /// @param most how many buffers may exist
    BufferPool(int most) {
        this.left = new AtomicInteger(most);
    }

    /// A buffer for an upload that has none: a small one from the heap when all are in use, so that
    /// no upload waits for another.
    ByteBuffer take() {
        return tryTake().orElseGet(() -> ByteBuffer.allocate(EXTRA_BYTES));
    }

    /// One more buffer, if there is one.
    Optional<ByteBuffer> tryTake() {
        ByteBuffer buffer = free.pollFirst();
        if (buffer != null) {
            return Optional.of(buffer.clear());
        }
        if (left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
            return Optional.of(ByteBuffer.allocateDirect(BUFFER_BYTES));
        }
        return Optional.empty();
    }

    void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            free.addFirst(buffer);
        }
    }
}
