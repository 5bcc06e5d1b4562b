package org.vdeli.manager.ingest;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Bytes that a publisher sent and that are on disk.
///
/// @param receipt unique, made by the FTP side when the upload finished
/// @param path as the publisher gave it, `publisher/project/file`; of a rejected upload perhaps no
///   valid path
/// @param pieceSize of the pieces whose checksums are stored with it
/// @param reason why it was rejected; empty when it was not
/// @param client the publisher's address
/// @param asset what it became
/// @param manager who has the bytes until it is accepted; absent of one that an older version took
public record Upload(
        UploadId id,
        UUID receipt,
        PublisherId publisher,
        String path,
        ByteCount size,
        Checksum checksum,
        ByteCount pieceSize,
        UploadState state,
        String reason,
        String client,
        Instant receivedAt,
        Optional<AssetId> asset,
        Optional<ManagerId> manager) {
    /// Whether its bytes are with another manager than this one.
    public boolean isElsewhere(ManagerId self) {
        return manager.isPresent() && !manager.get().equals(self);
    }

    /// The same upload, accepted as an asset.
    public Upload accepted(AssetId newAsset) {
        return ended(UploadState.ACCEPTED, "", Optional.of(newAsset));
    }

    /// The same upload, rejected.
    public Upload rejected(String why) {
        return ended(UploadState.REJECTED, why, Optional.empty());
    }

    private Upload ended(UploadState newState, String why, Optional<AssetId> newAsset) {
        return new Upload(
                id,
                receipt,
                publisher,
                path,
                size,
                checksum,
                pieceSize,
                newState,
                why,
                client,
                receivedAt,
                newAsset,
                manager);
    }
}
