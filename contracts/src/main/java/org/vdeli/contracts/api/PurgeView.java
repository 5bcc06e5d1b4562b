package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.PurgeId;

/// A purge and how far it is.
///
/// @param draft what was ordered
/// @param by the operator who did
/// @param assets that were found
/// @param copies to be removed: one asset on one server each; grows while it is ordering
/// @param receipts copies whose removal was confirmed, or whose server was retired
/// @param calledOff copies that stay because their job was called off; absent where there are none
/// @param percent of the copies that were found so far; 100 only when it is done
public record PurgeView(
        PurgeId id,
        PurgeDraft draft,
        String by,
        Instant at,
        PurgeState state,
        Long assets,
        Long copies,
        Long receipts,
        Optional<Long> calledOff,
        Integer percent,
        Optional<Instant> finishedAt) {}
