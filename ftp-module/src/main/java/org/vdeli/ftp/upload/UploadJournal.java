package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The finished uploads that the manager has not answered yet, on disk: one file of JSON lines.
///
/// Whoever commits while another writes to the disk waits, and the next one writes for all that
/// wait: many small uploads share one `fsync`. A line that a crash cut in two is the last one and
/// was never acknowledged, so it is dropped. The file is rewritten with what is still open at the
/// start and whenever it has grown to [#ROTATE_BYTES].
final class UploadJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);

    /// 16 MiB of lines are read in less than a second at the start.
    private static final long ROTATE_BYTES = 16L << 20;

    private final Path file;
    private final boolean sync;
    private final RecentUploads recent;
    private final Codec codec = new Codec();
    private final ReentrantLock disk = new ReentrantLock();
    private final Path outbox;
    private final Map<UUID, UploadDelivery> open = new LinkedHashMap<>();
    private final Set<Renaming> renamings = new LinkedHashSet<>();
    private List<Entry> waiting = new ArrayList<>();
    private FileChannel channel;
    private long end;
    private long nextRotation = ROTATE_BYTES;

    private static final class Entry {
        private final List<JournalLine> lines;
        private boolean done;
        private @Nullable IOException failure;

        private Entry(List<JournalLine> lines) {
            this.lines = lines;
        }
    }

    /// Opens the journal in a folder and reads what an earlier run left.
    UploadJournal(Path folder, boolean sync, RecentUploads recent) throws IOException {
        this.file = folder.resolve("journal");
        this.outbox = folder.resolve("outbox");
        this.sync = sync;
        this.recent = recent;
        read();
        this.channel = rewrite();
    }

    /// The deliveries without an answer, oldest first.
    List<UploadDelivery> open() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    /// Notes a finished upload; it is on disk when this returns.
    void received(UploadDelivery delivery) throws IOException {
        receivedAll(List.of(delivery));
    }

    /// Notes that a rename begins; it is on disk when this returns. [#renamed] or [#notRenamed]
    /// ends it. If neither comes, the next start looks whether the move was done.
    void renaming(Renaming renaming) throws IOException {
        synchronized (open) {
            renamings.add(renaming);
        }
        try {
            commit(new Entry(List.of(JournalLine.renaming(renaming))));
        } catch (IOException e) {
            notRenamed(renaming);
            throw e;
        }
    }

    /// Notes what a rename that was done delivers.
    void renamed(Renaming renaming) throws IOException {
        receivedAll(renaming.deliveries());
        notRenamed(renaming);
    }

    /// Forgets a rename that was not done.
    void notRenamed(Renaming renaming) {
        synchronized (open) {
            renamings.remove(renaming);
        }
    }

    private void receivedAll(List<UploadDelivery> deliveries) throws IOException {
        synchronized (open) {
            deliveries.forEach(d -> open.put(d.receipt(), d));
        }
        try {
            commit(new Entry(deliveries.stream().map(JournalLine::received).toList()));
        } catch (IOException e) {
            synchronized (open) {
                deliveries.forEach(d -> open.remove(d.receipt()));
            }
            throw e;
        }
        deliveries.forEach(recent::received);
    }

    /// Notes the manager's answer. If it is lost in a crash, the delivery comes again.
    void answered(UploadDelivery delivery, Optional<String> reason) throws IOException {
        UploadRecord upload =
                new UploadRecord(
                        delivery.receipt(),
                        delivery.path(),
                        delivery.size(),
                        delivery.checksum(),
                        delivery.receivedAt(),
                        reason);
        synchronized (open) {
            open.remove(delivery.receipt());
        }
        recent.answered(upload);
        commit(new Entry(List.of(JournalLine.answered(upload))));
    }

    private void commit(Entry entry) throws IOException {
        synchronized (open) {
            waiting.add(entry);
        }
        disk.lock();
        try {
            if (!entry.done) {
                List<Entry> batch;
                synchronized (open) {
                    batch = waiting;
                    waiting = new ArrayList<>();
                }
                write(batch);
            }
            if (entry.failure != null) {
                throw new IOException(
                        "could not write the journal of uploads " + file + ": " + entry.failure,
                        entry.failure);
            }
        } finally {
            disk.unlock();
        }
    }

    private void write(List<Entry> batch) {
        @Nullable IOException failure = null;
        try {
            StringBuilder lines = new StringBuilder();
            boolean promise = false;
            for (Entry entry : batch) {
                for (JournalLine line : entry.lines) {
                    lines.append(codec.write(line)).append('\n');
                    promise |= line.answered().isEmpty();
                }
            }
            append(lines);
            if (sync && promise) {
                channel.force(false);
            }
            rotate();
        } catch (IOException e) {
            failure = e;
        }
        for (Entry entry : batch) {
            entry.done = true;
            entry.failure = failure;
        }
    }

    private void rotate() {
        if (end <= nextRotation) {
            return;
        }
        try {
            FileChannel old = channel;
            channel = rewrite();
            old.close();
        } catch (IOException e) {
            LOG.warn("could not shorten the journal of uploads {}: {}", file, e.toString());
        }
        nextRotation = end + ROTATE_BYTES;
    }

    private void append(CharSequence lines) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        int length = bytes.remaining();
        try {
            for (long at = end; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        end += length;
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Map<UUID, Renaming> undecided = new LinkedHashMap<>();
        byte[] bytes = Files.readAllBytes(file);
        for (int start = 0, stop; start < bytes.length; start = stop + 1) {
            stop = start;
            while (stop < bytes.length && bytes[stop] != '\n') {
                stop++;
            }
            JournalLine line;
            try {
                line = codec.read(Arrays.copyOfRange(bytes, start, stop), JournalLine.class);
            } catch (MalformedBodyException e) {
                // Also where it was cut within a letter of several bytes.
                continue;
            }
            line.received()
                    .ifPresent(d -> {
                        undecided.remove(d.receipt());
                        open.put(d.receipt(), d);
                        recent.received(d);
                    });
            line.answered()
                    .ifPresent(a -> {
                        undecided.remove(a.receipt());
                        open.remove(a.receipt());
                        recent.answered(a);
                    });
            line.renaming()
                    .ifPresent(r -> r.deliveries().forEach(d -> undecided.put(d.receipt(), r)));
        }
        new LinkedHashSet<>(undecided.values()).forEach(r -> decide(r, undecided.keySet()));
    }

    /// Takes up what a rename delivers that a crash cut off after its move.
    private void decide(Renaming renaming, Set<UUID> undecided) {
        if (!renaming.wasDone()) {
            return;
        }
        for (UploadDelivery d : renaming.deliveries()) {
            if (undecided.contains(d.receipt())
                    && Files.exists(outbox.resolve(d.receipt().toString()))) {
                open.put(d.receipt(), d);
                recent.received(d);
            }
        }
    }

    /// Writes a fresh file with what is open and what the publishers may still ask for.
    private FileChannel rewrite() throws IOException {
        Path fresh = file.resolveSibling("journal.new");
        StringBuilder lines = new StringBuilder();
        for (UploadRecord upload : recent.answered()) {
            lines.append(codec.write(JournalLine.answered(upload))).append('\n');
        }
        List<Renaming> begun;
        synchronized (open) {
            begun = List.copyOf(renamings);
        }
        for (Renaming renaming : begun) {
            lines.append(codec.write(JournalLine.renaming(renaming))).append('\n');
        }
        for (UploadDelivery delivery : open()) {
            lines.append(codec.write(JournalLine.received(delivery))).append('\n');
        }
        FileChannel next =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        long length = bytes.remaining();
        while (bytes.hasRemaining()) {
            next.write(bytes);
        }
        next.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        end = length;
        return next;
    }

    @Override
    public void close() throws IOException {
        disk.lock();
        try {
            if (channel.isOpen()) {
                channel.force(false);
                channel.close();
            }
        } finally {
            disk.unlock();
        }
    }
}
