package org.vdeli.agent.fill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Optional;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// The checksum of a file, read back from the disk.
final class WholeChecksum {
    private static final int BUFFER = 256 * 1024;

    private final FileChannel file;
    private final byte[] buffer = new byte[BUFFER];

    WholeChecksum(FileChannel file) {
        this.file = file;
    }

    /// Follows a fill: reads each piece back as soon as all before it are verified.
    ///
    /// @return empty if the fill failed
    Optional<Checksum> follow(FillSession session) throws IOException, InterruptedException {
        MessageDigest digest = Checksum.newDigest();
        PieceLayout layout = session.layout();
        for (int piece = 0; piece < layout.count(); piece++) {
            if (!session.await(piece)) {
                return Optional.empty();
            }
            if (!update(digest, layout.offset(piece), layout.length(piece))) {
                return Optional.empty();
            }
            Turn.give();
        }
        return Optional.of(Checksum.ofDigest(digest.digest()));
    }

    /// The checksum of a part of the file; empty if the file is too short for it.
    Optional<Checksum> of(long offset, long length) throws IOException {
        MessageDigest digest = Checksum.newDigest();
        return update(digest, offset, length)
                ? Optional.of(Checksum.ofDigest(digest.digest()))
                : Optional.empty();
    }

    private boolean update(MessageDigest digest, long offset, long length) throws IOException {
        long position = offset;
        long end = offset + length;
        while (position < end) {
            ByteBuffer into = ByteBuffer.wrap(buffer, 0, (int) Math.min(BUFFER, end - position));
            int n = file.read(into, position);
            if (n < 0) {
                return false;
            }
            digest.update(buffer, 0, n);
            position += n;
        }
        return true;
    }
}
