package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Bytes that a publisher sent.
///
/// @param reason why it was rejected; empty when it was not
public record UploadView(
        UploadId id,
        PublisherId publisher,
        String path,
        ByteCount size,
        Checksum checksum,
        UploadState state,
        String reason,
        String client,
        Instant receivedAt,
        Optional<AssetId> asset) {}
