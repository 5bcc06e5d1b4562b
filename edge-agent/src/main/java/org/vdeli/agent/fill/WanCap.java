package org.vdeli.agent.fill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.DurableFiles;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// What all fills of this server together may take from outside its cluster: the lower of what its
/// own configuration allows and of its share of the cluster's cap.
///
/// The share is asked of the manager when a fill begins and every half minute while fills run. It
/// is kept on disk: while the manager is away, what it said last holds.
public final class WanCap implements AutoCloseable {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final Duration ASK_SOON = Duration.ofSeconds(5);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(WanCap.class);

    private final Bitrate own;
    private final Asking manager;
    private final Path file;
    private final Codec codec;
    private final Throttle throttle;
    private final ReentrantLock asking = new ReentrantLock();
    private final Thread thread = Thread.ofVirtual().name("wan-share").unstarted(this::follow);
    private Bitrate share = Bitrate.ZERO;
    private long nextAsking = System.nanoTime();

    /// Asks the manager.
    @FunctionalInterface
    public interface Asking {
        /// Empty while the manager does not answer.
        Optional<WanShare> ask() throws InterruptedException;
    }

    /// Begins with the share that was told last.
    ///
    /// @param own what the configuration allows, zero for no limit
    /// @param file where the share is kept
    public WanCap(Bitrate own, Asking manager, Path file, Codec codec) throws IOException {
        this.own = own;
        this.manager = manager;
        this.file = file;
        this.codec = codec;
        this.throttle = Throttle.of(own);
        if (Files.exists(file)) {
            try {
                take(codec.read(Files.readString(file), WanShare.class).rate());
            } catch (MalformedBodyException e) {
                LOG.warn(
                        "could not read the share of the cluster's cap, asking anew file={}", file);
            }
        }
    }

    public void start() {
        thread.start();
    }

    /// What transfers from outside pass.
    public Throttle throttle() {
        return throttle;
    }

    /// Asks for the share, if the last answer is not fresh any more.
    void refresh() throws InterruptedException {
        asking.lockInterruptibly();
        try {
            if (System.nanoTime() - nextAsking < 0) {
                return;
            }
            Optional<WanShare> told = manager.ask();
            Duration pause = told.isPresent() ? ASK_AGAIN : ASK_SOON;
            nextAsking = System.nanoTime() + pause.toNanos();
            if (told.isPresent() && !told.get().rate().equals(share)) {
                take(told.get().rate());
                keep(told.get());
            }
        } finally {
            asking.unlock();
        }
    }

    private void take(Bitrate told) {
        share = told;
        throttle.limit(own.isZero() || (!told.isZero() && told.compareTo(own) < 0) ? told : own);
        LOG.info("transfers from outside share={} limit={}", told, throttle.limit());
    }

    private void keep(WanShare told) {
        try {
            DurableFiles.replace(file, codec.write(told).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("could not keep the share of the cluster's cap cause={}", e.toString());
        }
    }

    private void follow() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(ASK_SOON.toNanos());
                if (throttle.sharers() > 0) {
                    refresh();
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE_WAIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
