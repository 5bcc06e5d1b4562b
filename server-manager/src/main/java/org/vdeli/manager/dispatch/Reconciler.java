package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.ExpectedInventory;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.LiveFleet;

/// Compares what servers hold with what the database believes, and mends the difference.
///
/// Every heartbeat carries a digest of the agent's inventory. Where it differs from the replicas'
/// digest for [#PATIENCE], and neither side has anything under way, the agent is asked for the
/// whole list. The number of assets is compared for all servers in each turn; the digest itself for
/// those whose number differs, for those that differed before, and for some others in rotation, so
/// that the cost of a turn does not grow with the contents of the whole fleet.
///
/// The list is the truth about the server's disk: what is missing is forgotten and ordered again
/// (but for what the server says it evicted, which is noted), what is there and wanted is recorded,
/// what is there although its asset is deleted is purged. What the database never heard of is kept
/// aside, and counts as known from then on ([KeptAside]); so is a copy of an asset that the
/// database does know, where it neither wants nor knows it: after a restore from an older backup
/// the rows that say who holds the asset instead may be the wrong ones. When one of those turns out
/// to be wrong, the copies that are kept aside are copies again.
public final class Reconciler {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(60);
    private static final int ROTATION = 5;

    /// A replica that was confirmed while the list travelled may not be in it.
    private static final Duration LIST_TRAVELS = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final Transactions transactions;
    private final Planning planning;
    private final JobMessages messages;
    private final LiveFleet live;
    private final IdMint ids;
    private final Duration unknownGrace;
    private final InstantSource time;
    private final Runnable committed;
    private final Map<ServerId, Instant> differsSince = new HashMap<>();
    private final Map<ServerId, Instant> askedAt = new HashMap<>();
    private int next;

    /// @param unknownGrace how long a content is kept of which the database never heard
    Reconciler(
            Transactions transactions,
            Planning planning,
            JobMessages messages,
            LiveFleet live,
            IdMint ids,
            Duration unknownGrace,
            InstantSource time,
            Runnable committed) {
        this.transactions = transactions;
        this.planning = planning;
        this.messages = messages;
        this.live = live;
        this.ids = ids;
        this.unknownGrace = unknownGrace;
        this.time = time;
        this.committed = committed;
    }

    /// One turn; call it every few seconds, from one thread. Says which servers were asked.
    public List<ServerId> turn() {
        Instant now = time.instant();
        List<LiveFleet.Heard> idle =
                live.all().values().stream()
                        .filter(heard -> isIdle(heard, now))
                        .sorted((a, b) ->
                                Long.compare(
                                        a.heartbeat().server().value(),
                                        b.heartbeat().server().value()))
                        .toList();
        if (idle.isEmpty()) {
            return List.of();
        }
        Map<ServerId, Long> counts =
                transactions.read(stores -> {
                    Map<ServerId, Long> sums = new HashMap<>(stores.replicas().counts());
                    stores.unknownContents()
                            .counts()
                            .forEach((server, count) -> sums.merge(server, count, Long::sum));
                    return sums;
                });
        List<ServerId> asked = new ArrayList<>();
        for (int i = 0; i < idle.size(); i++) {
            LiveFleet.Heard heard = idle.get(i);
            ServerId server = heard.heartbeat().server();
            InventoryDigest reported = heard.heartbeat().inventory();
            boolean look =
                    counts.getOrDefault(server, 0L) != reported.count().longValue()
                            || differsSince.containsKey(server)
                            || Math.floorMod(i - next, idle.size()) < ROTATION;
            if (look && differs(server, reported, now) && ask(server, now)) {
                asked.add(server);
            }
        }
        next = Math.floorMod(next + ROTATION, idle.size());
        return List.copyOf(asked);
    }

    private boolean isIdle(LiveFleet.Heard heard, Instant now) {
        return heard.heartbeat().jobsRunning() == 0
                && heard.heartbeat().jobsWaiting() == 0
                && heard.at().plus(PATIENCE).isAfter(now)
                && live.state(heard.heartbeat().server())
                        .filter(state -> state != ServerState.RETIRED)
                        .isPresent();
    }

    /// Whether the server has differed for long enough.
    private boolean differs(ServerId server, InventoryDigest reported, Instant now) {
        boolean differs =
                transactions.read(stores ->
                        !ExpectedInventory.of(stores, server).equals(reported)
                                && stores.jobs().openOfServer(server).stream()
                                        .allMatch(job -> job.state() == JobState.SUSPENDED));
        if (!differs) {
            differsSince.remove(server);
            return false;
        }
        Instant since = differsSince.computeIfAbsent(server, s -> now);
        return !since.plus(PATIENCE).isAfter(now);
    }

    private boolean ask(ServerId server, Instant now) {
        Instant before = askedAt.get(server);
        if (before != null && before.plus(ASK_AGAIN).isAfter(now)) {
            return false;
        }
        JobId id = new JobId(ids.next());
        transactions.change(
                stores -> stores.outbox().addAll(List.of(messages.sendInventory(server, id, now))));
        committed.run();
        askedAt.put(server, now);
        log.info("event=inventory-asked server={}", server);
        return true;
    }

    /// What an inventory led to.
    ///
    /// @param missing replicas that were forgotten
    /// @param recorded replicas that were not known
    /// @param unwanted deleted assets that are there and will be purged
    /// @param unknown contents that are there and of which the database never heard, as a whole or
    ///   there
    public record Mended(int missing, int recorded, int unwanted, int unknown) {}

    /// Takes the whole list of a server.
    public Mended take(ServerId server, Inventory inventory) {
        Mended mended =
                planning.inTransaction(session -> mend(session, server, inventory)).result();
        log.info(
                "event=inventory-taken server={} entries={} missing={} recorded={} unwanted={}"
                        + " unknown={}",
                server,
                inventory.entries().size(),
                mended.missing(),
                mended.recorded(),
                mended.unwanted(),
                mended.unknown());
        return mended;
    }

    private Mended mend(Planning.Session session, ServerId server, Inventory inventory) {
        Stores stores = session.stores();
        Instant now = time.instant();
        stores.servers().lock(server);
        Map<AssetId, Replica> replicas =
                stores.replicas().ofServer(server).stream()
                        .collect(Collectors.toMap(Replica::asset, Function.identity()));
        Set<AssetId> busy =
                stores.jobs().openOfServer(server).stream()
                        .filter(job -> job.state() != JobState.SUSPENDED)
                        .map(TransferJob::asset)
                        .collect(Collectors.toUnmodifiableSet());
        Map<AssetId, Inventory.Entry> held =
                inventory.entries().stream()
                        .collect(
                                Collectors.toMap(
                                        Inventory.Entry::asset, Function.identity(), (a, b) -> b));
        Set<AssetId> named = new HashSet<>(replicas.keySet());
        named.addAll(held.keySet());
        Map<AssetId, Asset> assets =
                stores.assets().findAll(named).stream()
                        .collect(Collectors.toMap(Asset::id, Function.identity()));
        Set<AssetId> assigned =
                stores.assignments().ofServer(server).stream()
                        .map(Assignment::asset)
                        .collect(Collectors.toUnmodifiableSet());

        Set<AssetId> evicted = Set.copyOf(inventory.evicted().orElse(List.of()));
        List<ReplicaKey> missing = new ArrayList<>();
        List<ReplicaKey> gone = new ArrayList<>();
        List<Replica> recorded = new ArrayList<>();
        List<Inventory.Entry> strangers = new ArrayList<>();
        Map<AssetId, Inventory.Entry> strays = new HashMap<>();
        Set<AssetId> toPlan = new HashSet<>();
        int unwanted = 0;
        for (Replica replica : replicas.values()) {
            boolean isThere =
                    Optional.ofNullable(held.get(replica.asset()))
                            .filter(entry -> entry.checksum().equals(replica.checksum()))
                            .isPresent();
            boolean isFresh = replica.verifiedAt().plus(LIST_TRAVELS).isAfter(now);
            if (!isThere && !isFresh && !busy.contains(replica.asset())) {
                missing.add(replica.key());
                toPlan.add(replica.asset());
                if (evicted.contains(replica.asset())) {
                    gone.add(replica.key());
                }
            }
        }
        for (Inventory.Entry entry : held.values()) {
            if (replicas.containsKey(entry.asset()) || busy.contains(entry.asset())) {
                continue;
            }
            Asset asset = assets.get(entry.asset());
            if (asset == null) {
                strangers.add(entry);
                continue;
            }
            boolean isWanted = assigned.contains(asset.id());
            boolean isRight = entry.checksum().equals(asset.checksum());
            if (asset.state() == AssetState.DELETED) {
                recorded.add(new Replica(asset.id(), server, entry.checksum(), now));
                unwanted += isWanted ? 0 : 1;
                toPlan.add(asset.id());
            } else if (isWanted || (isRight && isLast(stores, asset, server))) {
                if (isRight) {
                    recorded.add(new Replica(asset.id(), server, entry.checksum(), now));
                }
                toPlan.add(asset.id());
            } else {
                strays.put(asset.id(), entry);
            }
        }
        Set<AssetId> wanted = planned(session, strays.keySet(), server);
        strays.forEach((id, entry) -> {
            boolean isRight =
                    entry.checksum().equals(Objects.requireNonNull(assets.get(id)).checksum());
            if (!wanted.contains(id)) {
                strangers.add(entry);
            } else if (isRight) {
                recorded.add(new Replica(id, server, entry.checksum(), now));
            }
        });
        stores.replicas().removeAll(missing);
        stores.replicas().putAll(recorded);
        KeptAside.recall(stores, assetsOf(missing, assets), now)
                .forEach(key -> session.touch(key.asset(), List.of(key.server())));
        stores.assignments().evicted(gone, now);
        stores.assignments().notEvicted(recorded.stream().map(Replica::key).toList());
        Set<AssetId> freed = keepAside(stores, server, strangers, now);
        Stream.concat(toPlan.stream().filter(assets::containsKey), freed.stream())
                .distinct()
                .sorted(Comparator.comparingLong(AssetId::value))
                .forEach(id -> {
                    session.touch(id, List.of(server));
                    session.plan(id, "the server's inventory differs");
                });
        return new Mended(missing.size(), recorded.size(), unwanted, strangers.size());
    }

    /// Whether it is the copy of an origin and no other is known to have one: then all depend on
    /// it, whoever was chosen.
    private static boolean isLast(Stores stores, Asset asset, ServerId server) {
        Set<ServerId> origins =
                stores.servers().origins().stream()
                        .map(EdgeServer::id)
                        .collect(Collectors.toUnmodifiableSet());
        return origins.contains(server)
                && asset.state() == AssetState.CURRENT
                && stores.replicas().ofAsset(asset.id()).stream()
                        .filter(replica -> replica.checksum().equals(asset.checksum()))
                        .map(Replica::server)
                        .noneMatch(origins::contains);
    }

    /// Plans assets that are on a server and not known there; says which it shall hold.
    private static Set<AssetId> planned(
            Planning.Session session, Set<AssetId> assets, ServerId server) {
        assets.stream()
                .sorted(Comparator.comparingLong(AssetId::value))
                .forEach(id -> session.plan(id, "the server's inventory differs"));
        return session.stores().assignments().of(assets, List.of(server)).stream()
                .map(Assignment::asset)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Asset> assetsOf(List<ReplicaKey> keys, Map<AssetId, Asset> assets) {
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(assets.get(key.asset())).stream())
                .toList();
    }

    /// Keeps what the server holds and the database does not know there, and forgets what of the
    /// kind is gone. Says which assets now have the place that such a content had taken there.
    private Set<AssetId> keepAside(
            Stores stores, ServerId server, List<Inventory.Entry> strangers, Instant now) {
        Map<AssetId, UnknownContent> before =
                stores.unknownContents().ofServer(server).stream()
                        .collect(Collectors.toMap(UnknownContent::asset, Function.identity()));
        List<UnknownContent> found = new ArrayList<>();
        for (Inventory.Entry entry : strangers) {
            UnknownContent known = before.remove(entry.asset());
            if (known == null || !known.entry().equals(entry)) {
                found.add(
                        new UnknownContent(
                                entry.asset(),
                                server,
                                entry.path(),
                                entry.version(),
                                entry.size(),
                                entry.checksum(),
                                now,
                                now.plus(unknownGrace)));
            }
        }
        stores.unknownContents().putAll(found);
        stores.unknownContents()
                .removeAll(before.values().stream().map(UnknownContent::key).toList());
        return stores
                .assets()
                .current(
                        before.values().stream()
                                .map(UnknownContent::path)
                                .collect(Collectors.toUnmodifiableSet()))
                .stream()
                .map(Asset::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
