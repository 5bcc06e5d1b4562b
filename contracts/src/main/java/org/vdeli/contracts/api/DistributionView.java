package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;

/// How far an asset's distribution is.
///
/// @param assigned servers that should hold it
/// @param verified servers that do
/// @param filling servers that are fetching it
/// @param failed servers whose last job for it failed
/// @param bytesVerified over all servers, running fills included
/// @param completedAt when the last replica was verified; absent while any is missing
public record DistributionView(
        AssetId asset,
        Integer assigned,
        Integer verified,
        Integer filling,
        Integer failed,
        ByteCount bytesVerified,
        ByteCount bytesTotal,
        Optional<Instant> completedAt) {}
