package org.vdeli.contracts.agent;

import java.util.List;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// The checksums of an asset, whole and piece by piece: answer to `GET
/// <source>/assets/<asset>/manifest`.
///
/// @param pieces one checksum per piece, in order
public record Manifest(
        AssetId asset,
        ByteCount size,
        Checksum checksum,
        ByteCount pieceSize,
        List<Checksum> pieces) {
    public Manifest {
        pieces = List.copyOf(pieces);
        int expected = new PieceLayout(size, pieceSize).count();
        if (pieces.size() != expected) {
            throw new IllegalArgumentException(
                    "manifest of asset "
                            + asset
                            + " has "
                            + pieces.size()
                            + " pieces instead of "
                            + expected);
        }
    }

    public PieceLayout layout() {
        return new PieceLayout(size, pieceSize);
    }
}
