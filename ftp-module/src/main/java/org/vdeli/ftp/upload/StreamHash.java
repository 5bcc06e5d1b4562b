package org.vdeli.ftp.upload;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// SHA-256 of a stream as a whole and piece by piece.
///
/// The two are computations of their own and may run on two threads; each is used by one thread at
/// a time.
final class StreamHash {
    private static final long PIECE = PieceLayout.DEFAULT_PIECE_SIZE.bytes();

    private final MessageDigest whole = Checksum.newDigest();
    private final MessageDigest piece = Checksum.newDigest();
    private final List<Checksum> pieces = new ArrayList<>();
    private long size;

    /// The checksums of a file that is one buffer, at the cost of one.
    static Hashes ofAll(byte[] bytes) {
        Checksum checksum = Checksum.ofContent(bytes);
        return new Hashes(
                bytes.length, checksum, bytes.length == 0 ? List.of() : List.of(checksum));
    }

    /// Takes the next bytes into both.
    void update(byte[] bytes, int offset, int length) {
        updateWhole(bytes, offset, length);
        updatePieces(bytes, offset, length);
    }

    void updateWhole(byte[] bytes, int offset, int length) {
        whole.update(bytes, offset, length);
    }

    void updatePieces(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int step = (int) Math.min(left, PIECE - size % PIECE);
            piece.update(bytes, at, step);
            size += step;
            at += step;
            left -= step;
            if (size % PIECE == 0) {
                pieces.add(Checksum.ofDigest(piece.digest()));
            }
        }
    }

    /// The checksums; the computation ends here.
    Hashes finish() {
        if (size % PIECE != 0) {
            pieces.add(Checksum.ofDigest(piece.digest()));
        }
        return new Hashes(size, Checksum.ofDigest(whole.digest()), pieces);
    }
}
