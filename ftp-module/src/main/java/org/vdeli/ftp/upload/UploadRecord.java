package org.vdeli.ftp.upload;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// What became of an upload.
///
/// @param receipt of the delivery
/// @param path where the publisher put it
/// @param size of the file
/// @param checksum of the file
/// @param receivedAt when its last byte was on disk
/// @param reason why the manager rejected it; absent if it did not
public record UploadRecord(
        UUID receipt,
        AssetPath path,
        ByteCount size,
        Checksum checksum,
        Instant receivedAt,
        Optional<String> reason) {
    /// The same upload, rejected.
    UploadRecord rejected(String why) {
        return new UploadRecord(receipt, path, size, checksum, receivedAt, Optional.of(why));
    }
}
