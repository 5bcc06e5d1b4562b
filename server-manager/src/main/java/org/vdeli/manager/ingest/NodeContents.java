package org.vdeli.manager.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.ftp.upload.DiskReserveException;
import org.vdeli.manager.api.ProblemException;

/// Contents of uploads on their way from FTP nodes: `<data>/node-uploads/<receipt>`, growing at its
/// end.
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
                        place(receipt), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
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
            file.truncate(offset);
            file.position(offset);
            byte[] buffer = new byte[256 * 1024];
            long left = length;
            long unseen = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw ProblemException.invalid("Content-Range", "is shorter than the body");
                }
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
        } finally {
            busy.remove(receipt);
        }
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
    }
}
