package org.vdeli.agent.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DurableFiles;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// Reads everything that is published back from the disk, once in a period, and compares its
/// SHA-256. What does not match is withdrawn at once and reported.
///
/// Goes through the contents in the order of their checksums, at a rate that takes the whole period
/// for all of them, within limits; where the lower limit is faster, it rests until the period is
/// over. The place is on disk, so that a restart goes on with the next content; a content that was
/// being read begins anew.
public final class Scrub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
    private static final int BUFFER = 256 * 1024;
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration TROUBLE = Duration.ofSeconds(30);
    private static final Duration PLACE_LASTS = Duration.ofSeconds(10);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Publications publications;
    private final ContentStore content;
    private final Losses losses;
    private final Runnable onLoss;
    private final Path file;
    private final Codec codec;
    private final Settings settings;
    private final InstantSource clock;
    private final Thread thread;
    private Place place;
    private Instant storedAt = Instant.MIN;

    /// How it is done.
    ///
    /// @param period in which everything is read once; zero for never
    /// @param least bytes a second, also of a small store; at least 1
    /// @param most bytes a second, also of a large store
    public record Settings(Duration period, ByteCount least, ByteCount most) {}

    /// How far it is.
    ///
    /// @param round when the round began
    /// @param last the content that was compared last; absent before the first of the round
    /// @param done whether the round is over
    record Place(Instant round, Optional<Checksum> last, Boolean done) {}

    /// Puts it together; nothing begins yet.
    ///
    /// @param file keeps the place
    /// @param onLoss told after each loss that is new
    public Scrub(
            Publications publications,
            ContentStore content,
            Losses losses,
            Runnable onLoss,
            Path file,
            Codec codec,
            Settings settings,
            InstantSource clock) {
        this.publications = publications;
        this.content = content;
        this.losses = losses;
        this.onLoss = onLoss;
        this.file = file;
        this.codec = codec;
        this.settings = settings;
        this.clock = clock;
        this.place = read();
        this.thread = Thread.ofPlatform().daemon().name("scrub").unstarted(this::run);
    }

    public void start() {
        if (!settings.period().isZero()) {
            thread.start();
        }
    }

    private Place read() {
        try {
            if (Files.exists(file)) {
                return codec.read(Files.readString(file), Place.class);
            }
        } catch (IOException | MalformedBodyException e) {
            LOG.warn("could not read how far the scrub was, it begins anew file={}", file, e);
        }
        return new Place(clock.instant(), Optional.empty(), false);
    }

    private void run() {
        try {
            while (true) {
                try {
                    turn();
                } catch (IOException | RuntimeException e) {
                    LOG.error("could not scrub, trying again later", e);
                    TimeUnit.NANOSECONDS.sleep(TROUBLE.toNanos());
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Compares the next content, or waits.
    private void turn() throws IOException, InterruptedException {
        if (place.done()) {
            Instant now = clock.instant();
            if (now.isBefore(place.round().plus(settings.period()))
                    && !now.isBefore(place.round())) {
                TimeUnit.NANOSECONDS.sleep(min(STEP, settings.period()).toNanos());
                return;
            }
            place = new Place(now, Optional.empty(), false);
        }
        Optional<Publications.Content> next = publications.contentAfter(place.last());
        if (next.isEmpty()) {
            place = new Place(place.round(), place.last(), true);
            store();
            return;
        }
        compare(next.get());
        place = new Place(place.round(), Optional.of(next.get().checksum()), false);
        if (storedAt.plus(PLACE_LASTS).isBefore(clock.instant())) {
            store();
        }
    }

    private void store() throws IOException {
        DurableFiles.replace(file, codec.write(place).getBytes(StandardCharsets.UTF_8));
        storedAt = clock.instant();
    }

    private void compare(Publications.Content held) throws IOException, InterruptedException {
        Path at = content.place(held.checksum());
        @Nullable Object key = keyOf(at);
        try {
            Checksum found = checksumOf(at);
            if (!found.equals(held.checksum())) {
                lost(
                        held,
                        key,
                        Report.Loss.CHECKSUM_MISMATCH,
                        "the file on the disk has checksum " + found);
            }
        } catch (NoSuchFileException _) {
            lost(held, key, Report.Loss.MISSING, "the file is gone");
        } catch (IOException e) {
            lost(held, key, Report.Loss.UNREADABLE, "could not read the file: " + e.getMessage());
        }
    }

    /// Withdraws a content, unless another file has come in its place meanwhile.
    private void lost(
            Publications.Content held, @Nullable Object key, Report.Loss cause, String detail)
            throws IOException {
        if (!Objects.equals(key, keyOf(content.place(held.checksum())))) {
            return;
        }
        for (Inventory.Entry entry : publications.withdrawContent(held.checksum())) {
            losses.note(entry, cause, detail);
        }
        onLoss.run();
    }

    private static @Nullable Object keyOf(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    private Checksum checksumOf(Path at) throws IOException, InterruptedException {
        long rate = rate();
        MessageDigest digest = Checksum.newDigest();
        byte[] buffer = new byte[BUFFER];
        long begun = System.nanoTime();
        long read = 0;
        try (InputStream in = Files.newInputStream(at)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                read += n;
                // in floating point: a long would overflow at 9 GB
                long due = (long) (read * 1e9 / rate);
                long ahead = due - (System.nanoTime() - begun);
                if (ahead > 0) {
                    TimeUnit.NANOSECONDS.sleep(ahead);
                }
            }
        }
        return Checksum.ofDigest(digest.digest());
    }

    /// Bytes a second.
    private long rate() {
        long even = publications.kept().bytes() / Math.max(1, settings.period().toSeconds());
        return Math.max(settings.least().bytes(), Math.min(settings.most().bytes(), even));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW) {
                var _ = thread.join(CLOSE_WAIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!settings.period().isZero() && !thread.isAlive()) {
            store();
        }
    }
}
