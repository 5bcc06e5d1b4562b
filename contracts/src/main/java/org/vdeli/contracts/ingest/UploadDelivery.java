package org.vdeli.contracts.ingest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// A finished upload as the FTP side describes it to the manager.
///
/// @param receipt made by the FTP side when the upload finished; delivering the same receipt again
///   changes nothing
/// @param path where the publisher put it
/// @param size of the file
/// @param checksum of the whole file
/// @param pieceSize of the pieces
/// @param pieces checksum of each piece, in order
/// @param receivedAt when its last byte was on disk
/// @param client the publisher's address
public record UploadDelivery(
        UUID receipt,
        AssetPath path,
        ByteCount size,
        Checksum checksum,
        ByteCount pieceSize,
        List<Checksum> pieces,
        Instant receivedAt,
        String client) {
    public UploadDelivery {
        pieces = List.copyOf(pieces);
    }
}
