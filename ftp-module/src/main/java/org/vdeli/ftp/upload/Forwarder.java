package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.AssetPath;

/// Hands received uploads to the sink until it answers, for ever.
///
/// A few workers take paths that have something to deliver; a path is with one worker at a time, so
/// its versions arrive in order. A worker that got no answer puts the path at the end of the queue
/// and waits, twice as long each time and by chance a little more or less, so that a manager that
/// comes back is not overrun, and one delivery that always fails does not hold up the others.
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final int WORKERS = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final UploadSink sink;
    private final UploadJournal journal;
    private final Path outbox;
    private final RandomGenerator chance;
    private final Map<AssetPath, Deque<UploadDelivery>> pending = new HashMap<>();
    private final LinkedBlockingQueue<AssetPath> ready = new LinkedBlockingQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private volatile boolean closed;

    Forwarder(UploadSink sink, UploadJournal journal, Path outbox, RandomGenerator chance) {
        this.sink = sink;
        this.journal = journal;
        this.outbox = outbox;
        this.chance = chance;
    }

    void start() {
        journal.open().forEach(this::add);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofVirtual().name("upload-forwarder-" + i).start(this::work));
        }
    }

    /// Takes one more delivery, which is in the journal already.
    void add(UploadDelivery delivery) {
        synchronized (pending) {
            Deque<UploadDelivery> own = pending.get(delivery.path());
            if (own != null) {
                own.add(delivery);
                return;
            }
            pending.put(delivery.path(), new ArrayDeque<>(List.of(delivery)));
        }
        ready.add(delivery.path());
    }

    private void work() {
        Duration wait = FIRST_WAIT;
        try {
            while (!closed) {
                AssetPath path = ready.take();
                if (deliver(next(path))) {
                    wait = FIRST_WAIT;
                    forget(path);
                } else {
                    ready.add(path);
                    Thread.sleep(wait.multipliedBy(chance.nextInt(75, 126)).dividedBy(100));
                    wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private UploadDelivery next(AssetPath path) {
        synchronized (pending) {
            Deque<UploadDelivery> own = pending.get(path);
            if (own == null) {
                throw new IllegalStateException("nothing to deliver at " + path);
            }
            return own.element();
        }
    }

    private void forget(AssetPath path) {
        synchronized (pending) {
            Deque<UploadDelivery> own = pending.getOrDefault(path, new ArrayDeque<>());
            own.poll();
            if (own.isEmpty()) {
                pending.remove(path);
                return;
            }
        }
        ready.add(path);
    }

    private boolean deliver(UploadDelivery delivery) throws InterruptedException {
        Path content = outbox.resolve(delivery.receipt().toString());
        try {
            DeliveryAnswer answer = sink.deliver(delivery, content);
            if (down.compareAndSet(true, false)) {
                LOG.info("uploads are taken again");
            }
            switch (answer) {
                case DeliveryAnswer.Taken taken -> {
                    LOG.debug("upload taken path={} upload={}", delivery.path(), taken.upload());
                    journal.answered(delivery, Optional.empty());
                }
                case DeliveryAnswer.Rejected rejected -> {
                    LOG.info(
                            "upload rejected path={} reason={}",
                            delivery.path(),
                            rejected.reason());
                    journal.answered(delivery, Optional.of(rejected.reason()));
                }
            }
            Files.deleteIfExists(content);
            return true;
        } catch (IOException | RuntimeException e) {
            if (!closed && down.compareAndSet(false, true)) {
                LOG.warn(
                        "could not deliver upload {}: {}; trying until it works",
                        delivery.path(),
                        e.toString());
            }
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        workers.forEach(Thread::interrupt);
        try {
            for (Thread worker : workers) {
                worker.join(CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
