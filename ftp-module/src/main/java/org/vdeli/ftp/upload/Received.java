package org.vdeli.ftp.upload;

import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// A finished upload, safe on disk.
///
/// @param size of the file
/// @param checksum of the file, absent only when hashing is switched off
/// @param receipt under which it is delivered; absent for a partial name, which waits for its
///   rename
public record Received(ByteCount size, Optional<Checksum> checksum, Optional<UUID> receipt) {}
