package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;

/// How far an asset's distribution is, as the database knows it (the progress of running fills is
/// in the live state).
///
/// @param assigned edge servers that should hold it
/// @param verified servers that should and do
/// @param filling servers that should and have an open job for it
/// @param failed servers that should and whose newest job ended in failure
/// @param completedAt when the last replica was verified; absent while any is missing
public record Distribution(
        AssetId asset,
        ByteCount size,
        int assigned,
        int verified,
        int filling,
        int failed,
        Optional<Instant> completedAt) {}
