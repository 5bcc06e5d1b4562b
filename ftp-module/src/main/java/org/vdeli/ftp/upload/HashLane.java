package org.vdeli.ftp.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Hashes an upload on two threads of its own, the whole and the pieces, while the next bytes come
/// in.
///
/// Buffers go round: the upload fills one, writes it to the file and puts it here; when both have
/// read it, it comes back. A lane that is behind holds the upload up, so memory stays bounded.
final class HashLane implements AutoCloseable {
    /// Enough to keep all threads busy over a pause of one of them of 1 ms at 1 GB/s.
    private static final int DEPTH = 6;

    private static final int STEP = 64 * 1024;

    private final BufferPool pool;
    private final Reader whole;
    private final Reader pieces;
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(DEPTH + 1);
    private final List<Future<?>> work;
    private int buffers = 1;

    /// A filled buffer and how many have yet to read it; without a buffer, the end.
    private record Filled(Optional<ByteBuffer> buffer, AtomicInteger readers) {}

    /// What takes bytes in.
    private interface Digest {
        void update(byte[] bytes, int offset, int length);
    }

    private final class Reader implements Runnable {
        private final Digest digest;
        private final BlockingQueue<Filled> full = new ArrayBlockingQueue<>(DEPTH + 1);

        private Reader(Digest digest) {
            this.digest = digest;
        }

        @Override
        public void run() {
            byte[] bytes = new byte[STEP];
            try {
                for (Filled next = full.take(); next.buffer().isPresent(); next = full.take()) {
                    ByteBuffer buffer = next.buffer().get();
                    for (int at = 0; at < buffer.limit(); at += STEP) {
                        int step = Math.min(STEP, buffer.limit() - at);
                        buffer.get(at, bytes, 0, step);
                        digest.update(bytes, 0, step);
                    }
                    if (next.readers().decrementAndGet() == 0) {
                        free.put(buffer);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    HashLane(BufferPool pool, StreamHash hash, ExecutorService threads) {
        this.pool = pool;
        this.whole = new Reader(hash::updateWhole);
        this.pieces = new Reader(hash::updatePieces);
        this.work = List.of(threads.submit(whole), threads.submit(pieces));
    }

    /// Gives a filled buffer away, all of it up to its limit, and gets an empty one.
    ByteBuffer swap(ByteBuffer filled) throws IOException {
        try {
            put(Optional.of(filled));
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
            throw interrupted(e);
        }
    }

    private void put(Optional<ByteBuffer> buffer) throws InterruptedException {
        Filled filled = new Filled(buffer, new AtomicInteger(2));
        whole.full.put(filled);
        pieces.full.put(filled);
    }

    /// Waits until all that was given is hashed.
    @Override
    public void close() throws IOException {
        try {
            put(Optional.empty());
            for (Future<?> reader : work) {
                reader.get();
            }
        } catch (InterruptedException e) {
            work.forEach(reader -> reader.cancel(true));
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException("could not hash an upload: " + e.getCause(), e);
        }
        free.forEach(pool::give);
        free.clear();
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException e = new InterruptedIOException("the service is stopping");
        e.initCause(cause);
        return e;
    }
}
