package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.policy.DeliveryPolicy;

/// Takes assets away whose time is over: a policy's `keepFor` since their acceptance, or their own
/// date (feature N07). The asset itself stays, and can be delivered again: by a later date, or by a
/// policy that keeps it for longer.
///
/// Planning knows the time, so nothing that is over is ever filled again; this finds what is over
/// and was not planned since.
public final class Expiry {
    private static final int PART = 50;
    private static final Logger log = LoggerFactory.getLogger(Expiry.class);

    private final Transactions transactions;
    private final Planning planning;
    private final InstantSource time;

    public Expiry(Transactions transactions, Planning planning, InstantSource time) {
        this.transactions = transactions;
        this.planning = planning;
        this.time = time;
    }

    /// Plans the assets whose time is over, some at a time; call it every few seconds, from one
    /// thread. Says how many.
    public int turn() {
        Set<AssetId> over =
                transactions.read(stores -> {
                    Instant now = time.instant();
                    Set<AssetId> found = new LinkedHashSet<>();
                    stores.assets().expired(now, PART).forEach(asset -> found.add(asset.id()));
                    for (DeliveryPolicy policy : stores.policies().all()) {
                        policy.keepFor()
                                .map(kept ->
                                        stores.assets()
                                                .outlived(policy.id(), now.minus(kept), PART))
                                .ifPresent(part -> part.forEach(asset -> found.add(asset.id())));
                    }
                    return found;
                });
        over.forEach(id -> planning.plan(id, "its time is over"));
        if (!over.isEmpty()) {
            log.info("event=assets-expired assets={}", over.size());
        }
        return over.size();
    }
}
