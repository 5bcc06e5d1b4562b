package org.vdeli.manager.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// One console's end of the event stream: a bounded queue of events that the console's own thread
/// writes out. When the queue is full the console is too slow and the stream ends.
final class Subscription {
    private static final byte[] END = new byte[0];
    private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<byte[]> queue;
    private final OutputStream out;
    private long lastId;
    private volatile boolean ended;

    Subscription(OutputStream out, int capacity) {
        this.out = out;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /// Queues an event; any thread. A full queue ends the subscription.
    void offer(byte[] event) {
        if (!ended && !queue.offer(event)) {
            end();
        }
    }

    /// Ends the stream; any thread.
    void end() {
        ended = true;
        queue.clear();
        queue.offer(END);
    }

    boolean isEnded() {
        return ended;
    }

    /// Writes an event at once; only the console's own thread.
    void write(byte[] event) throws IOException {
        lastId++;
        out.write(("id: " + lastId + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(event);
    }

    /// Writes what is queued until the stream ends, with a comment whenever nothing happened for a
    /// while; only the console's own thread.
    ///
    /// @param allowed asked at each heartbeat whether the console may still listen
    void writeAll(Duration heartbeat, BooleanSupplier allowed)
            throws IOException, InterruptedException {
        long lastAsked = System.nanoTime();
        while (!ended) {
            byte[] event = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null && event.length == 0) {
                return;
            }
            if (event == null) {
                out.write(HEARTBEAT);
            } else {
                write(event);
            }
            if (queue.isEmpty()) {
                out.flush();
            }
            if (System.nanoTime() - lastAsked >= heartbeat.toNanos()) {
                lastAsked = System.nanoTime();
                if (!allowed.getAsBoolean()) {
                    return;
                }
            }
        }
    }
}
