package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.asset.UnknownContents;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// What edge servers hold and the database does not know.
///
/// A database that was restored from an older backup knows less than the servers hold, and must
/// destroy nothing for that. So the [Reconciler] keeps such contents aside; they stay published on
/// their servers, and nobody is sent to them. Uploaded again, a content is taken for what is there:
/// its agent reads it back and transfers nothing. What is still unknown after the grace period, or
/// when an operator says so, is purged; an order that got lost is made again.
public final class KeptAside {
    static final String UNKNOWN = "unknown-contents";

    /// An agent that is reached at all has purged by then.
    static final Duration ORDER_AGAIN = Duration.ofMinutes(10);

    private static final String OBJECT = "edge-servers";
    private static final int AT_ONCE = 1000;
    private static final Logger log = LoggerFactory.getLogger(KeptAside.class);

    private final Transactions transactions;
    private final JobMessages messages;
    private final AlarmDesk alarms;
    private final IdMint ids;
    private final InstantSource time;
    private final Runnable committed;
    private UnknownContents.Sum said = new UnknownContents.Sum(-1, -1);

    KeptAside(
            Transactions transactions,
            JobMessages messages,
            AlarmDesk alarms,
            IdMint ids,
            InstantSource time,
            Runnable committed) {
        this.transactions = transactions;
        this.messages = messages;
        this.alarms = alarms;
        this.ids = ids;
        this.time = time;
        this.committed = committed;
    }

    /// Orders the purges whose time has come, and says in one alarm what is kept aside; call it
    /// every few seconds, from one thread.
    public void turn() {
        AlarmDesk.Told told = new AlarmDesk.Told();
        UnknownContents.Sum sum =
                transactions.write(stores -> {
                    told.clear();
                    stores.unknownContents().removeOfRetired();
                    purgeDue(stores);
                    UnknownContents.Sum now = stores.unknownContents().sum();
                    if (!now.equals(said)) {
                        say(stores, now, told);
                    }
                    return now;
                });
        said = sum;
        alarms.tell(told);
    }

    private void purgeDue(Stores stores) {
        Instant now = time.instant();
        List<UnknownContent> due = stores.unknownContents().due(now, AT_ONCE);
        if (due.isEmpty()) {
            return;
        }
        List<OutboxMessage> orders = new ArrayList<>();
        List<UnknownContent> ordered = new ArrayList<>();
        for (UnknownContent one : due) {
            orders.add(
                    messages.purge(
                            one.server(), new JobId(ids.next()), one.asset(), one.path(), now));
            ordered.add(one.purgedFrom(now.plus(ORDER_AGAIN)));
        }
        stores.outbox().addAll(orders);
        stores.unknownContents().putAll(ordered);
        log.info("event=unknown-contents-purged copies={}", due.size());
        committed.run();
    }

    /// The number changes with every inventory that comes; the alarm says the newest.
    private void say(Stores stores, UnknownContents.Sum sum, AlarmDesk.Told told) {
        if (sum.contents() == 0) {
            told.clear(alarms.clear(stores, ObjectKind.MANAGER, OBJECT, UNKNOWN));
        } else {
            told.raise(
                    alarms.raiseOrReword(
                            stores,
                            AlarmSeverity.CRITICAL,
                            ObjectKind.MANAGER,
                            OBJECT,
                            UNKNOWN,
                            text(sum)));
        }
    }

    private static String text(UnknownContents.Sum sum) {
        return count(sum.servers(), "server holds ", "servers hold ")
                + count(
                        sum.contents(),
                        "content that the database does not know",
                        "contents that the database does not know")
                + "; was it restored from an older backup? They are kept for"
                + " reconcile.unknown-grace and listed at /api/v1/unknown-contents: upload again"
                + " what is wanted, or confirm the purge there";
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /// Purges without waiting any longer; says how many copies.
    ///
    /// @param assets all when empty
    /// @param entry writes the entry of the audit trail, in the same transaction
    public int confirm(Optional<Set<AssetId>> assets, Consumer<Stores> entry) {
        return transactions.write(stores -> {
            entry.accept(stores);
            return stores.unknownContents().letGo(assets, time.instant());
        });
    }
}
