package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.vdeli.contracts.value.AssetPath;

/// One upload on its way in: bytes go into the publisher's file and through the hash.
///
/// Whether a file is finished is kept in its mode: while an upload is open or was broken off, its
/// owner may write it; a finished one is read-only. So the mark survives a crash and costs one
/// call. The bytes of a finished file never change: whoever overwrites it gets a new file, and who
/// appends to it a copy, if anybody else holds a link to it.
///
/// What is in the file stays until [#receive], so that an upload whose data connection fails costs
/// nothing.
///
/// Owned by one session.
public final class Incoming implements AutoCloseable {
    /// How many bytes come in between two looks at the disk's reserve.
    private static final long LOOK = 16L << 20;

    private final AssetPath path;
    private final Path file;
    private final long offset;
    private final Uploads uploads;
    private final Optional<StreamHash> hash;
    private Optional<Hashes> small = Optional.empty();
    private Optional<FileChannel> channel = Optional.empty();
    private long size;
    private long nextLook;

    Incoming(AssetPath path, Path file, long offset, Uploads uploads) {
        this.path = path;
        this.file = file;
        this.offset = offset;
        this.uploads = uploads;
        this.hash = uploads.rules().hash() ? Optional.of(new StreamHash()) : Optional.empty();
        this.size = offset;
        this.nextLook = offset + LOOK;
    }

    private static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.READ),
                FileModes.OPEN_ATTRIBUTE);
    }

    private FileChannel reopen(Path file, long offset) throws IOException {
        if (FileModes.links(file) > 1) {
            replaceByCopy(file, offset);
        } else if (FileModes.isFinished(file)) {
            FileModes.markOpen(file);
        }
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.READ,
                        LinkOption.NOFOLLOW_LINKS);
        channel.truncate(offset);
        channel.position(offset);
        return channel;
    }

    /// Puts a copy of a file's first bytes in its place; whoever holds a link to it keeps the file.
    private void replaceByCopy(Path file, long length) throws IOException {
        uploads.rules().reserve().require(length);
        Path copy = file.resolveSibling("." + UUID.randomUUID());
        try (FileChannel from = FileChannel.open(file, LinkOption.NOFOLLOW_LINKS);
                FileChannel to = create(copy)) {
            for (long at = 0; at < length; ) {
                long count = from.transferTo(at, length - at, to);
                if (count <= 0) {
                    throw new IOException("the file became shorter while it was copied");
                }
                at += count;
            }
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /// Takes in all that comes, until the sender closes.
    ///
    /// @throws IOException if the sender broke off or the disk is full; what came stays in the file
    public void receive(ByteSource source) throws IOException {
        FileChannel file = offset == 0 ? create(this.file) : reopen(this.file, offset);
        channel = Optional.of(file);
        BufferPool pool = uploads.pool();
        ExecutorService threads = uploads.threads();
        ByteBuffer buffer = pool.take();
        HashLane lane = null;
        try {
            if (offset > 0 && hash.isPresent()) {
                rehash(file, hash.get());
            }
            boolean end = false;
            while (!end) {
                try {
                    end = fill(buffer, source);
                } finally {
                    buffer.flip();
                    write(file, buffer);
                }
                if (hash.isEmpty()) {
                    buffer.clear();
                } else if (end && lane == null) {
                    small = Optional.of(hashAtOnce(hash.get(), buffer.rewind()));
                } else {
                    if (lane == null) {
                        lane = new HashLane(pool, hash.get(), threads);
                    }
                    buffer.rewind();
                    buffer = lane.swap(buffer);
                }
            }
        } finally {
            pool.give(buffer);
            if (lane != null) {
                lane.close();
            }
        }
    }

    /// Hashes an upload that came in one buffer.
    private Hashes hashAtOnce(StreamHash hash, ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        if (offset == 0) {
            return StreamHash.ofAll(bytes);
        }
        hash.update(bytes, 0, bytes.length);
        return hash.finish();
    }

    private static boolean fill(ByteBuffer buffer, ByteSource source) throws IOException {
        while (buffer.hasRemaining()) {
            if (source.read(buffer) < 0) {
                return true;
            }
        }
        return false;
    }

    private void write(FileChannel file, ByteBuffer buffer) throws IOException {
        if (size >= nextLook) {
            uploads.rules().reserve().require(buffer.remaining());
            nextLook = size + LOOK;
        }
        while (buffer.hasRemaining()) {
            size += file.write(buffer);
        }
    }

    /// Reads what was there before this upload through the hash.
    private void rehash(FileChannel file, StreamHash hash) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BufferPool.BUFFER_BYTES);
        for (long at = 0; at < offset; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), offset - at));
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            hash.update(buffer.array(), 0, count);
            at += count;
        }
    }

    /// Number of bytes in the file now.
    public long size() {
        return size;
    }

    /// Forces the bytes to disk.
    public void flush() throws IOException {
        if (uploads.rules().sync() && channel.isPresent()) {
            channel.get().force(false);
        }
    }

    /// The upload is complete: when this returns, its checksums and its receipt are on disk, too,
    /// and the delivery follows by itself.
    ///
    /// @param client the publisher's address
    /// @throws IOException if they could not be written; the upload then counts as broken off
    public Received commit(String client) throws IOException {
        closeChannel();
        Optional<Hashes> hashes = small.isPresent() ? small : hash.map(StreamHash::finish);
        return uploads.commit(path, file, hashes, client);
    }

    /// Lets go of the file. If it was not committed, what came stays there for a resume.
    @Override
    public void close() throws IOException {
        try {
            closeChannel();
        } finally {
            uploads.release(file);
        }
    }

    private void closeChannel() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
