package org.vdeli.ftp.upload;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// SHA-256 of a stream as a whole and piece by piece.
///
/// The two are computations of their own and may run on two threads; each is used by one thread at
/// a time. How large the pieces are depends on the size of the file, which is known only at its
/// end: until the stream is longer than a file with fine pieces can be, both sizes are computed.
final class StreamHash {
    private final MessageDigest whole = Checksum.newDigest();
    private final Cut coarse = new Cut(PieceLayout.COARSE.bytes());
    private @Nullable Cut fine = new Cut(PieceLayout.FINE.bytes());
    private long size;

    /// The checksums of pieces of one size.
    private static final class Cut {
        private final long pieceSize;
        private final MessageDigest piece = Checksum.newDigest();
        private final List<Checksum> pieces = new ArrayList<>();
        private long size;

        Cut(long pieceSize) {
            this.pieceSize = pieceSize;
        }

        void update(byte[] bytes, int offset, int length) {
            int at = offset;
            int left = length;
            while (left > 0) {
                int step = (int) Math.min(left, pieceSize - size % pieceSize);
                piece.update(bytes, at, step);
                size += step;
                at += step;
                left -= step;
                if (size % pieceSize == 0) {
                    pieces.add(Checksum.ofDigest(piece.digest()));
                }
            }
        }

        List<Checksum> finish() {
            if (size % pieceSize != 0) {
                pieces.add(Checksum.ofDigest(piece.digest()));
            }
            return pieces;
        }
    }

    /// The checksums of a file that is one buffer. One of at most one piece costs one pass.
    static Hashes ofAll(byte[] bytes) {
        if (bytes.length > PieceLayout.FINE.bytes()) {
            StreamHash hash = new StreamHash();
            hash.update(bytes, 0, bytes.length);
            return hash.finish();
        }
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
        size += length;
        Cut small = fine;
        if (small != null && size <= PieceLayout.FINE_UP_TO.bytes()) {
            small.update(bytes, offset, length);
        } else {
            fine = null;
        }
        coarse.update(bytes, offset, length);
    }

    /// The checksums, of pieces as [PieceLayout#ofNew] cuts them; the computation ends here.
    Hashes finish() {
        Cut small = fine;
        return new Hashes(
                size,
                Checksum.ofDigest(whole.digest()),
                small != null ? small.finish() : coarse.finish());
    }
}
