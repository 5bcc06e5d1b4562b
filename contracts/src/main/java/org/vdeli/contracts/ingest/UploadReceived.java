package org.vdeli.contracts.ingest;

import java.time.Instant;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// "A finished upload is on disk": sent once to `manager.uploads`, from the manager's outbox.
///
/// @param upload which one
/// @param path where the publisher put it
/// @param size of the file
/// @param checksum of the whole file, computed while it came in
/// @param receivedAt when its last byte was on disk
public record UploadReceived(
        UploadId upload, AssetPath path, ByteCount size, Checksum checksum, Instant receivedAt) {}
