package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
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
///
/// A copy of an asset that is known, on a server of which it is not, is kept in the same way. It is
/// a copy like any other again when a copy that the database did know turns out to be missing, and
/// when the asset is deleted: then it goes with the others, with an order and a receipt. What its
/// server shall hold by now is not purged.
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
        Set<ReplicaKey> wanted = wanted(stores, due);
        stores.unknownContents().removeAll(wanted);
        List<OutboxMessage> orders = new ArrayList<>();
        List<UnknownContent> ordered = new ArrayList<>();
        for (UnknownContent one : due) {
            if (wanted.contains(one.key())) {
                continue;
            }
            orders.add(
                    messages.purge(
                            one.server(), new JobId(ids.next()), one.asset(), one.path(), now));
            ordered.add(one.purgedFrom(now.plus(ORDER_AGAIN)));
        }
        stores.outbox().addAll(orders);
        stores.unknownContents().putAll(ordered);
        log.info("event=unknown-contents-purged copies={}", ordered.size());
        committed.run();
    }

    /// Those of which the database has learned since that their servers hold them, or shall.
    private static Set<ReplicaKey> wanted(Stores stores, List<UnknownContent> contents) {
        Set<AssetId> assets = new HashSet<>();
        Set<ServerId> servers = new HashSet<>();
        contents.forEach(content -> {
            assets.add(content.asset());
            servers.add(content.server());
        });
        Set<ReplicaKey> wanted = new HashSet<>();
        stores.assignments().of(assets, servers).forEach(one -> wanted.add(one.key()));
        stores.replicas().of(assets, servers).forEach(one -> wanted.add(one.key()));
        wanted.retainAll(contents.stream().map(UnknownContent::key).toList());
        return wanted;
    }

    /// Makes copies of these assets that are kept aside replicas again: the right ones of a current
    /// asset, all of a deleted one. Says which; plan the assets then.
    static List<ReplicaKey> recall(Stores stores, Collection<Asset> assets, Instant now) {
        Map<AssetId, Asset> known = new HashMap<>();
        assets.forEach(asset -> known.put(asset.id(), asset));
        List<Replica> recalled =
                stores.unknownContents().ofAssets(known.keySet()).stream()
                        .filter(content -> isCopy(content, known))
                        .map(content ->
                                new Replica(
                                        content.asset(), content.server(), content.checksum(), now))
                        .toList();
        List<ReplicaKey> keys = recalled.stream().map(Replica::key).toList();
        stores.replicas().putAll(recalled);
        stores.unknownContents().removeAll(keys);
        return keys;
    }

    private static boolean isCopy(UnknownContent content, Map<AssetId, Asset> known) {
        Asset asset = Objects.requireNonNull(known.get(content.asset()));
        return switch (asset.state()) {
            case CURRENT -> content.checksum().equals(asset.checksum());
            case DELETED -> true;
            case SUPERSEDED -> false;
        };
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
