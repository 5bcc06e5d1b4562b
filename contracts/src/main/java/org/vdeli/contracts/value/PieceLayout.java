package org.vdeli.contracts.value;

/// How a file is cut into pieces: all of one size but the last, which may be shorter. An empty file
/// has no piece.
///
/// @param size of the file
/// @param pieceSize at least 1 byte
public record PieceLayout(ByteCount size, ByteCount pieceSize) {
    /// The piece size of new assets: 4 MiB keeps a 5 GiB file's list below 1300 checksums.
    public static final ByteCount DEFAULT_PIECE_SIZE = ByteCount.mebibytes(4);

    public PieceLayout {
        if (pieceSize.bytes() < 1) {
            throw new IllegalArgumentException("a piece must have at least 1 byte");
        }
        if (size.bytes() / pieceSize.bytes() >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many pieces: " + size + " by " + pieceSize);
        }
    }

    /// How many pieces there are.
    public int count() {
        return Math.toIntExact(Math.ceilDiv(size.bytes(), pieceSize.bytes()));
    }

    /// The byte at which a piece begins.
    public long offset(int piece) {
        checkPiece(piece);
        return piece * pieceSize.bytes();
    }

    /// The number of bytes of a piece.
    public long length(int piece) {
        return Math.min(pieceSize.bytes(), size.bytes() - offset(piece));
    }

    private void checkPiece(int piece) {
        if (piece < 0 || piece >= count()) {
            throw new IndexOutOfBoundsException("no piece " + piece + " of " + count());
        }
    }
}
