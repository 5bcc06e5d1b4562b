package org.vdeli.manager.purge;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.PurgeState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PurgeId;

/// An order to remove assets from servers.
///
/// @param draft what was ordered
/// @param by the operator who did
/// @param upTo the last asset whose orders are made; absent before the first part
/// @param isOrdered whether all orders are made
/// @param assets that were found so far
/// @param finishedAt when the last receipt was in
public record Purge(
        PurgeId id,
        PurgeDraft draft,
        String by,
        Instant at,
        Optional<AssetId> upTo,
        boolean isOrdered,
        long assets,
        Optional<Instant> finishedAt) {

    /// A new one.
    static Purge begun(PurgeId id, PurgeDraft draft, String by, Instant at) {
        return new Purge(id, draft, by, at, Optional.empty(), false, 0, Optional.empty());
    }

    public PurgeState state() {
        return finishedAt.isPresent()
                ? PurgeState.DONE
                : isOrdered ? PurgeState.RUNNING : PurgeState.ORDERING;
    }

    /// The same after one more part of its orders.
    Purge ordered(AssetId last, int more) {
        return new Purge(id, draft, by, at, Optional.of(last), false, assets + more, finishedAt);
    }

    /// The same when there is nothing more to order.
    Purge allOrdered() {
        return new Purge(id, draft, by, at, upTo, true, assets, finishedAt);
    }

    Purge finished(Instant when) {
        return new Purge(id, draft, by, at, upTo, isOrdered, assets, Optional.of(when));
    }
}
