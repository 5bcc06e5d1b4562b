package org.vdeli.contracts.value;

/// How a file is cut into pieces: all of one size but the last, which may be shorter. An empty file
/// has no piece.
///
/// @param size of the file
/// @param pieceSize at least 1 byte
public record PieceLayout(ByteCount size, ByteCount pieceSize) {
    /// The piece size of new assets of at most [#FINE_UP_TO]. Servers can hand on only what is
    /// verified, so a piece is what a fill must have before it can share anything, and what it
    /// still waits for at the end: small files need small pieces (decision 0009).
    public static final ByteCount FINE = ByteCount.of(256 << 10);

    /// The piece size of larger new assets: a 100 GiB file's list has 102 400 checksums, 3.3 MB.
    public static final ByteCount COARSE = ByteCount.mebibytes(1);

    /// 1024 fine pieces.
    public static final ByteCount FINE_UP_TO = ByteCount.mebibytes(256);

    public PieceLayout {
        if (pieceSize.bytes() < 1) {
            throw new IllegalArgumentException("a piece must have at least 1 byte");
        }
        if (size.bytes() / pieceSize.bytes() >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many pieces: " + size + " by " + pieceSize);
        }
    }

    /// How a new asset of this size is cut.
    public static PieceLayout ofNew(ByteCount size) {
        return new PieceLayout(size, size.bytes() <= FINE_UP_TO.bytes() ? FINE : COARSE);
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
