package org.vdeli.ftp.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Hashes an upload on a thread of its own while the next bytes come in.
///
/// Buffers go round: the upload fills one, writes it to the file and puts it here; hashed, it comes
/// back. A lane that is behind holds the upload up, so memory stays bounded.
final class HashLane implements AutoCloseable {
    /// Enough to keep both threads busy over a pause of the other of 1 ms at 1 GB/s.
    private static final int DEPTH = 6;

    private static final int STEP = 64 * 1024;
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final BufferPool pool;
    private final StreamHash hash;
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(DEPTH + 1);
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(DEPTH + 1);
    private final Future<?> work;
    private int buffers = 1;

    HashLane(BufferPool pool, StreamHash hash, ExecutorService threads) {
        this.pool = pool;
        this.hash = hash;
        this.work = threads.submit(this::run);
    }

    /// Gives a filled buffer away and gets an empty one.
    ByteBuffer swap(ByteBuffer filled) throws IOException {
        try {
            full.put(filled);
            ByteBuffer next = free.poll();
            if (next == null && buffers < DEPTH) {
                Optional<ByteBuffer> more = pool.tryTake();
                if (more.isPresent()) {
                    buffers++;
                    return more.get();
                }
            }
            return (next == null ? free.take() : next).clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /// Waits until all that was given is hashed.
    @Override
    public void close() throws IOException {
        try {
            full.put(END);
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            work.cancel(true);
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException("could not hash an upload: " + e.getCause(), e);
        }
        free.forEach(pool::give);
        free.clear();
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException e = new InterruptedIOException("the service is stopping");
        e.initCause(cause);
        return e;
    }

    private void run() {
        byte[] bytes = new byte[STEP];
        try {
            for (ByteBuffer buffer = full.take(); buffer.capacity() > 0; buffer = full.take()) {
                feed(hash, buffer, bytes);
                free.put(buffer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hashes what a buffer holds, by way of an array that stays in the cache.
    static void feed(StreamHash hash, ByteBuffer buffer, byte[] bytes) {
        while (buffer.hasRemaining()) {
            int step = Math.min(buffer.remaining(), bytes.length);
            buffer.get(bytes, 0, step);
            hash.update(bytes, 0, step);
        }
    }
}
