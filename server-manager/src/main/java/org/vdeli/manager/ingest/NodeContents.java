package org.vdeli.manager.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.ftp.upload.DiskReserveException;
import org.vdeli.manager.api.ProblemException;

/// Contents of uploads on their way from FTP nodes: `<data>/node-uploads/<receipt>`, growing at its
/// end.
///
/// What came is hashed as it comes, and what was there before is read again first: after a loss of
/// power the end of an unfinished file may hold zeros. The checksum of all that is there stands in
/// `<receipt>.sha256` beside it, and only while that is so.
public final class NodeContents {
    /// How many bytes come in between two looks at the disk's reserve.
    private static final long LOOK = 16L << 20;

    private final Path folder;
    private final DiskReserve reserve;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    /// @param data the manager's data folder
    /// @param reserve what they leave free of its disk
    public NodeContents(Path data, DiskReserve reserve) {
        this.reserve = reserve;
        this.folder = data.resolve("node-uploads");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not make the folder " + folder, e);
        }
    }

    /// Where a receipt's content is, or will be.
    Path place(UUID receipt) {
        return folder.resolve(receipt.toString());
    }

    /// Writes bytes from an offset on, to the end of what comes.
    ///
    /// @param offset at most the number of bytes that are there
    /// @param length how many bytes come, `Long.MAX_VALUE` if that is not known
    /// @throws ProblemException 507 if the disk has no room for them above its reserve
    void write(UUID receipt, long offset, long length, InputStream in) throws IOException {
        requireRoom(receipt, length == Long.MAX_VALUE ? 0 : length);
        if (!busy.add(receipt)) {
            throw ProblemException.conflict(
                    "could not take the content of upload " + receipt + ": it is coming already");
        }
        try (FileChannel file =
                FileChannel.open(
                        place(receipt),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            if (offset > file.size()) {
                throw ProblemException.conflict(
                        "could not take the content of upload "
                                + receipt
                                + " from byte "
                                + offset
                                + ": only "
                                + file.size()
                                + " are here; ask with HEAD");
            }
            Files.deleteIfExists(checksumOf(receipt));
            file.truncate(offset);
            MessageDigest sha256 = Checksum.newDigest();
            byte[] buffer = new byte[256 * 1024];
            digest(file, buffer, sha256);
            file.position(offset);
            long left = length;
            long unseen = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw ProblemException.invalid("Content-Range", "is shorter than the body");
                }
                sha256.update(buffer, 0, n);
                unseen += n;
                if (unseen >= LOOK) {
                    requireRoom(receipt, 0);
                    unseen = 0;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            file.force(true);
            Files.writeString(checksumOf(receipt), Checksum.ofDigest(sha256.digest()).hex() + "\n");
        } finally {
            busy.remove(receipt);
        }
    }

    private static void digest(FileChannel file, byte[] buffer, MessageDigest sha256)
            throws IOException {
        file.position(0);
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        while (file.read(bytes) >= 0) {
            bytes.flip();
            sha256.update(bytes);
            bytes.clear();
        }
    }

    /// Makes sure that a content that is here is what the node says it is; one that is not is
    /// dropped, so that it comes anew. What is not here at all is left to the caller.
    ///
    /// @throws ProblemException with status 409 if it is not
    void check(UUID receipt, Checksum checksum) throws IOException {
        if (!Files.exists(place(receipt))) {
            return;
        }
        Path known = checksumOf(receipt);
        String found = Files.exists(known) ? Files.readString(known).strip() : "unknown";
        if (!found.equals(checksum.hex())) {
            drop(receipt);
            throw ProblemException.conflict(
                    "could not take upload "
                            + receipt
                            + ": the SHA-256 of its content is "
                            + found
                            + " here instead of "
                            + checksum
                            + "; send it again from the beginning");
        }
    }

    /// The receipts of all contents, whole or not.
    List<UUID> receipts() {
        return Leftovers.receiptsIn(folder);
    }

    /// When the last byte of a content came.
    Instant lastWrite(UUID receipt) throws IOException {
        return Files.getLastModifiedTime(place(receipt)).toInstant();
    }

    private void requireRoom(UUID receipt, long more) {
        try {
            reserve.require(more);
        } catch (DiskReserveException e) {
            throw ProblemException.of(
                    507,
                    "disk-full",
                    "No room on the disk",
                    "could not take the content of upload "
                            + receipt
                            + ": "
                            + e.getMessage()
                            + "; try again when there is room");
        }
    }

    void drop(UUID receipt) throws IOException {
        Files.deleteIfExists(place(receipt));
        Files.deleteIfExists(checksumOf(receipt));
    }

    private Path checksumOf(UUID receipt) {
        return folder.resolve(receipt + ".sha256");
    }
}
