package org.vdeli.contracts.ingest;

import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.id.AssetId;

/// What became of a delivery that the manager had taken. With neither asset nor reason, nothing is
/// decided yet.
///
/// @param receipt of the delivery
/// @param asset what it became
/// @param reason why it was rejected, in words that the publisher may read
public record UploadOutcome(UUID receipt, Optional<AssetId> asset, Optional<String> reason) {}
