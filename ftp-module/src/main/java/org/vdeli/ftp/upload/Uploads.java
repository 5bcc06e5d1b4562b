package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// All uploads of this service: those that come in, those that wait for the manager, and what
/// became of the latest.
///
/// A finished upload gets a second name in the folder `outbox`, under its receipt, before it is
/// noted in the journal: whatever the publisher does to the file in the home, the delivery keeps
/// these bytes.
public final class Uploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /// 64 MiB of buffers for all uploads together.
    private static final int BUFFERS = 256;

    private final UploadRules rules;
    private final UploadSink sink;
    private final InstantSource clock;
    private final Path outbox;
    private final UploadJournal journal;
    private final Forwarder forwarder;
    private final RecentUploads recent = new RecentUploads();
    private final HashCache hashes = new HashCache();
    private final BufferPool pool = new BufferPool(BUFFERS);
    private final Set<Path> busy = new HashSet<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("upload-hash-", 0).factory());

    /// Takes up what an earlier run left in the folder; nothing is delivered before [#start].
    public Uploads(UploadRules rules, UploadSink sink, InstantSource clock, RandomGenerator chance)
            throws IOException {
        this.rules = rules;
        this.sink = sink;
        this.clock = clock;
        this.outbox = Files.createDirectories(rules.folder().resolve("outbox"));
        this.journal = new UploadJournal(rules.folder(), rules.sync(), recent);
        this.forwarder = new Forwarder(sink, journal, outbox, chance);
        dropOrphans();
        markReceived();
    }

    /// What is in the journal is finished, also where a crash came before its mark.
    private void markReceived() throws IOException {
        for (UploadDelivery delivery : journal.open()) {
            if (Files.exists(link(delivery))) {
                FileModes.markFinished(link(delivery));
            }
        }
    }

    /// Content without a line in the journal was never acknowledged.
    private void dropOrphans() throws IOException {
        Set<String> known = new HashSet<>();
        journal.open().forEach(d -> known.add(d.receipt().toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(outbox)) {
            for (Path file : files) {
                if (!known.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Begins to deliver.
    public void start() {
        forwarder.start();
    }

    /// Begins an upload; nothing is touched before its bytes are received.
    ///
    /// @param path what it will be
    /// @param file where it is in the home
    /// @param offset where to go on: 0 begins anew, else what is there up to here stays
    /// @param expected how many bytes are to come, 0 if that is not known
    /// @throws FileBusyException if another session writes to the file now
    /// @throws DiskReserveException if there is no room for it
    public Incoming begin(AssetPath path, Path file, long offset, long expected)
            throws IOException {
        rules.reserve().require(expected);
        claim(file);
        return new Incoming(path, file, offset, this);
    }

    /// Renames a file or folder of a home. What is finished and no longer has a partial name is
    /// delivered under its new path, without being sent again. Either all of it is delivered, or
    /// nothing is renamed.
    ///
    /// @return how many files are delivered by this
    /// @throws FileBusyException if another session writes to one of the files now
    /// @throws IllegalArgumentException if a file would get a path that it may not have
    public int rename(Path from, Path to, AssetPath path, String client) throws IOException {
        if (to.startsWith(from)) {
            throw new IllegalArgumentException("nothing can be moved to itself or into itself");
        }
        claim(from, to);
        try {
            Renaming renaming =
                    new Renaming(from.toString(), to.toString(), arrivals(from, path, client));
            if (renaming.deliveries().isEmpty()) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } else {
                deliver(renaming, from, to);
            }
            return renaming.deliveries().size();
        } finally {
            release(from, to);
        }
    }

    /// What a rename would deliver, with its content in the outbox.
    private List<UploadDelivery> arrivals(Path from, AssetPath path, String client)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList();
        }
        Map<Path, AssetPath> arriving = new LinkedHashMap<>();
        for (Path file : files) {
            String below = from.relativize(file).toString();
            AssetPath target =
                    below.isEmpty()
                            ? path
                            : AssetPath.of(
                                    path.publisher(), path.project(), path.file() + "/" + below);
            if (FileModes.isFinished(file) && !rules.partial(target) && rules.hash()) {
                arriving.put(file, target);
            }
        }
        List<UploadDelivery> deliveries = new ArrayList<>();
        try {
            for (Map.Entry<Path, AssetPath> next : arriving.entrySet()) {
                Path file = next.getKey();
                Optional<Hashes> known = hashes.get(file);
                Hashes content = known.isPresent() ? known.get() : hash(file);
                hashes.put(file, content);
                UploadDelivery delivery = delivery(next.getValue(), content, client);
                Files.createLink(link(delivery), file);
                deliveries.add(delivery);
            }
        } catch (IOException e) {
            dropLinks(deliveries);
            throw e;
        }
        return deliveries;
    }

    private void deliver(Renaming renaming, Path from, Path to) throws IOException {
        try {
            if (rules.sync()) {
                syncFolder(outbox);
            }
            journal.renaming(renaming);
        } catch (IOException e) {
            dropLinks(renaming.deliveries());
            throw e;
        }
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            journal.notRenamed(renaming);
            dropLinks(renaming.deliveries());
            throw e;
        }
        try {
            journal.renamed(renaming);
        } catch (IOException e) {
            // If this fails, too, the next start delivers, as the line of the rename says.
            Files.move(to, from, StandardCopyOption.ATOMIC_MOVE);
            journal.notRenamed(renaming);
            dropLinks(renaming.deliveries());
            throw e;
        }
        renaming.deliveries().forEach(forwarder::add);
    }

    private Path link(UploadDelivery delivery) {
        return outbox.resolve(delivery.receipt().toString());
    }

    private void dropLinks(List<UploadDelivery> deliveries) throws IOException {
        for (UploadDelivery delivery : deliveries) {
            Files.deleteIfExists(link(delivery));
        }
    }

    private UploadDelivery delivery(AssetPath path, Hashes content, String client) {
        ByteCount size = ByteCount.of(content.size());
        return new UploadDelivery(
                UUID.randomUUID(),
                path,
                size,
                content.whole(),
                PieceLayout.ofNew(size).pieceSize(),
                content.pieces(),
                clock.instant(),
                client);
    }

    private static Hashes hash(Path file) throws IOException {
        StreamHash hash = new StreamHash();
        byte[] bytes = new byte[BufferPool.BUFFER_BYTES];
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                hash.update(bytes, 0, n);
            }
        }
        return hash.finish();
    }

    /// The checksum of a file, as far as it is known or can be read.
    public Checksum checksum(Path file) throws IOException {
        Optional<Hashes> known = hashes.get(file);
        return known.isPresent() ? known.get().whole() : hash(file).whole();
    }

    /// Notes a finished file: link, journal, mark, then the forwarder.
    ///
    /// A crash before the journal leaves a file that is not finished, as its publisher was told
    /// nothing; one after it, a file that the next start marks.
    Received commit(AssetPath path, Path file, Optional<Hashes> known, String client)
            throws IOException {
        if (known.isEmpty()) {
            FileModes.markFinished(file);
            return new Received(ByteCount.of(Files.size(file)), Optional.empty(), Optional.empty());
        }
        Hashes content = known.get();
        ByteCount size = ByteCount.of(content.size());
        hashes.put(file, content);
        if (rules.partial(path)) {
            FileModes.markFinished(file);
            return new Received(size, Optional.of(content.whole()), Optional.empty());
        }
        UploadDelivery delivery = delivery(path, content, client);
        Path link = link(delivery);
        Files.createLink(link, file);
        try {
            if (rules.sync()) {
                syncFolder(outbox);
            }
            journal.received(delivery);
        } catch (IOException e) {
            Files.deleteIfExists(link);
            throw e;
        }
        try {
            FileModes.markFinished(link);
        } finally {
            forwarder.add(delivery);
        }
        return new Received(size, Optional.of(content.whole()), Optional.of(delivery.receipt()));
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// How many finished uploads the sink has not answered yet.
    public int waiting() {
        return journal.open().size();
    }

    /// The text of a publisher's `/.vdeli/status.txt`, with what the manager has decided by now, if
    /// it answers.
    public String status(String publisher) {
        List<UUID> undecided = recent.undecided(publisher);
        if (!undecided.isEmpty()) {
            try {
                sink.outcomes(undecided).forEach(outcome -> recent.decided(publisher, outcome));
            } catch (IOException | RuntimeException e) {
                LOG.debug("could not ask what became of uploads cause={}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return recent.text(publisher);
    }

    /// Claims files, or folders with all that is in them.
    private void claim(Path... files) throws FileBusyException {
        synchronized (busy) {
            for (Path file : files) {
                if (busy.stream().anyMatch(b -> b.startsWith(file) || file.startsWith(b))) {
                    throw new FileBusyException(file.getFileName().toString());
                }
            }
            busy.addAll(List.of(files));
        }
    }

    void release(Path... files) {
        synchronized (busy) {
            List.of(files).forEach(busy::remove);
        }
    }

    UploadRules rules() {
        return rules;
    }

    BufferPool pool() {
        return pool;
    }

    ExecutorService threads() {
        return threads;
    }

    /// Stops delivering; what has no answer yet is delivered after the next start.
    @Override
    public void close() throws IOException {
        forwarder.close();
        threads.shutdownNow();
        journal.close();
    }
}
