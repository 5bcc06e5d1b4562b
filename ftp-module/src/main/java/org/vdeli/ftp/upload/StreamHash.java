package org.vdeli.ftp.upload;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// SHA-256 of a stream as a whole and piece by piece.
///
/// Up to the end of the first piece both are the same computation, so a file of one piece is hashed
/// once. Not safe for use by two threads at a time.
final class StreamHash {
    private static final long PIECE = PieceLayout.DEFAULT_PIECE_SIZE.bytes();

    private final MessageDigest whole = Checksum.newDigest();
    private final MessageDigest piece = Checksum.newDigest();
    private final List<Checksum> pieces = new ArrayList<>();
    private long size;

    /// Takes the next bytes in.
    void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int step = (int) Math.min(left, PIECE - size % PIECE);
            whole.update(bytes, at, step);
            if (size >= PIECE) {
                piece.update(bytes, at, step);
            }
            size += step;
            at += step;
            left -= step;
            if (size % PIECE == 0) {
                pieces.add(size == PIECE ? current(whole) : Checksum.ofDigest(piece.digest()));
            }
        }
    }

    /// Number of bytes so far.
    long size() {
        return size;
    }

    /// The checksums; the computation ends here.
    Hashes finish() {
        Checksum first = size <= PIECE ? current(whole) : Checksum.ofDigest(whole.digest());
        if (size % PIECE != 0) {
            pieces.add(size < PIECE ? first : Checksum.ofDigest(piece.digest()));
        }
        return new Hashes(size, first, pieces);
    }

    private static Checksum current(MessageDigest digest) {
        try {
            return Checksum.ofDigest(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
