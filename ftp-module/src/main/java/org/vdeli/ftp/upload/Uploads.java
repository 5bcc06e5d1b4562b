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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Set<Path> busy = ConcurrentHashMap.newKeySet();
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
    /// delivered under its new path, without being sent again.
    ///
    /// @return how many files are delivered by this
    public int rename(Path from, Path to, AssetPath path, String client) throws IOException {
        claim(from);
        try {
            claim(to);
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                return Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)
                        ? deliverFolder(to, path, client)
                        : deliverFile(to, path, client);
            } finally {
                release(to);
            }
        } finally {
            release(from);
        }
    }

    private int deliverFolder(Path folder, AssetPath path, String client) throws IOException {
        int count = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList();
        }
        for (Path file : files) {
            String below = folder.relativize(file).toString();
            count +=
                    deliverFile(
                            file,
                            AssetPath.of(
                                    path.publisher(), path.project(), path.file() + "/" + below),
                            client);
        }
        return count;
    }

    private int deliverFile(Path file, AssetPath path, String client) throws IOException {
        if (!FileModes.isFinished(file) || rules.partial(path) || !rules.hash()) {
            return 0;
        }
        Optional<Hashes> known = hashes.get(file);
        commit(path, file, Optional.of(known.isPresent() ? known.get() : hash(file)), client);
        return 1;
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

    /// Notes a finished file: link, journal, then the forwarder.
    Received commit(AssetPath path, Path file, Optional<Hashes> known, String client)
            throws IOException {
        if (known.isEmpty()) {
            return new Received(ByteCount.of(Files.size(file)), Optional.empty(), Optional.empty());
        }
        Hashes content = known.get();
        ByteCount size = ByteCount.of(content.size());
        hashes.put(file, content);
        if (rules.partial(path)) {
            return new Received(size, Optional.of(content.whole()), Optional.empty());
        }
        UploadDelivery delivery =
                new UploadDelivery(
                        UUID.randomUUID(),
                        path,
                        size,
                        content.whole(),
                        PieceLayout.DEFAULT_PIECE_SIZE,
                        content.pieces(),
                        clock.instant(),
                        client);
        Path link = outbox.resolve(delivery.receipt().toString());
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
        forwarder.add(delivery);
        return new Received(size, Optional.of(content.whole()), Optional.of(delivery.receipt()));
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
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

    private void claim(Path file) throws FileBusyException {
        if (!busy.add(file)) {
            throw new FileBusyException(file.getFileName().toString());
        }
    }

    void release(Path file) {
        busy.remove(file);
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
