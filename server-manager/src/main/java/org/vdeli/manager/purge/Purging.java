package org.vdeli.manager.purge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.JobTerms;
import org.vdeli.manager.dispatch.Planning;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;

/// Begins purges, orders them part by part, and sees when they are done. See the package.
public final class Purging {
    /// Times 4000 servers: 20 000 jobs in one transaction, about a second.
    private static final int PART = 5;

    /// When looking for somebody who still wants an asset, which reads little.
    private static final int LOOK = 200;

    /// A purge of this length is ordered before its caller has the answer.
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /// For the question "who confirmed it" after the fact.
    private static final Duration KEEP = Duration.ofDays(30);

    private static final int REMOVE = 10_000;
    private static final Logger log = LoggerFactory.getLogger(Purging.class);

    private final Transactions transactions;
    private final Planning planning;
    private final IdMint ids;
    private final InstantSource time;

    public Purging(Transactions transactions, Planning planning, IdMint ids, InstantSource time) {
        this.transactions = transactions;
        this.planning = planning;
        this.ids = ids;
        this.time = time;
    }

    /// What became of an order to purge.
    public sealed interface Outcome {
        /// It is under way.
        record Begun(PurgeId id) implements Outcome {}

        /// A delivery policy wants an asset where it should be purged.
        record Wanted(Asset asset, ServerId server) implements Outcome {}
    }

    /// Begins a purge.
    ///
    /// @param entry writes the entry of the audit trail, in the transaction that begins it
    public Outcome begin(PurgeDraft draft, String by, BiConsumer<Stores, Purge> entry) {
        Outcome outcome =
                transactions.write(stores -> {
                    Purge purge = Purge.begun(new PurgeId(ids.next()), draft, by, time.instant());
                    if (!draft.deletes() && !draft.refills()) {
                        Optional<Outcome.Wanted> wanted = wanted(stores, purge);
                        if (wanted.isPresent()) {
                            return wanted.get();
                        }
                    }
                    stores.purges().add(purge);
                    entry.accept(stores, purge);
                    return new Outcome.Begun(purge.id());
                });
        if (outcome instanceof Outcome.Begun begun) {
            log.info("event=purge-begun purge={} by={}", begun.id(), by);
            order(begun.id(), AT_ONCE);
            transactions.change(this::finish);
        }
        return outcome;
    }

    private static Optional<Outcome.Wanted> wanted(Stores stores, Purge purge) {
        Set<ServerId> where = where(stores.fleet(), purge.draft());
        Optional<AssetId> last = Optional.empty();
        while (true) {
            List<Asset> part = stores.assets().select(selection(purge), last, LOOK);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            Optional<Assignment> found =
                    stores.assignments().of(part.stream().map(Asset::id).toList(), where).stream()
                            .filter(Assignment::isWanted)
                            .findFirst();
            if (found.isPresent()) {
                AssetId id = found.get().asset();
                return part.stream()
                        .filter(asset -> asset.id().equals(id))
                        .findFirst()
                        .map(asset -> new Outcome.Wanted(asset, found.get().server()));
            }
            last = Optional.of(part.getLast().id());
        }
    }

    /// Goes on with all purges; call it every few seconds.
    public void turn() {
        List<Purge> unfinished = transactions.read(stores -> stores.purges().unfinished());
        unfinished.stream()
                .filter(purge -> !purge.isOrdered())
                .forEach(purge -> order(purge.id(), AT_ONCE));
        if (!unfinished.isEmpty()) {
            transactions.change(this::finish);
        }
        transactions.change(
                stores -> stores.purges().removeFinished(time.instant().minus(KEEP), REMOVE));
    }

    private void order(PurgeId id, Duration atMost) {
        Instant end = time.instant().plus(atMost);
        boolean isMore = true;
        while (isMore && time.instant().isBefore(end)) {
            isMore = planning.inTransaction(session -> orderPart(session, id)).result();
        }
    }

    /// Ends all that wait for nothing any more.
    private void finish(Stores stores) {
        Instant now = time.instant();
        Purges purges = stores.purges();
        purges.settle(retired(stores.fleet()), now);
        purges.settleCalledOff(now);
        for (PurgeId id : purges.complete()) {
            purges.lock(id)
                    .filter(_ -> purges.complete().contains(id)) // before the lock, all may change
                    .ifPresent(purge -> purges.update(purge.finished(now)));
        }
    }

    /// They carry out nothing any more.
    private static Set<ServerId> retired(FleetSnapshot fleet) {
        return fleet.servers().stream()
                .filter(server -> server.state() == ServerState.RETIRED)
                .map(EdgeServer::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Makes the orders of some more assets; says whether there may be more.
    private boolean orderPart(Planning.Session session, PurgeId id) {
        Stores stores = session.stores();
        Optional<Purge> locked = stores.purges().lock(id).filter(purge -> !purge.isOrdered());
        if (locked.isEmpty()) {
            return false;
        }
        Purge purge = locked.get();
        List<Asset> part = stores.assets().select(selection(purge), purge.upTo(), PART);
        if (part.isEmpty()) {
            stores.purges().update(purge.allOrdered());
            return false;
        }
        List<Asset> assets =
                part.stream().flatMap(asset -> stores.assets().lock(asset.id()).stream()).toList();
        stores.purges()
                .addTargets(
                        purge.draft().deletes()
                                ? delete(session, purge, assets)
                                : remove(session, purge, assets));
        stores.purges().update(purge.ordered(part.getLast().id(), part.size()));
        return true;
    }

    /// The assets are deleted; what the planner then orders are the targets.
    private static List<Purges.Target> delete(
            Planning.Session session, Purge purge, List<Asset> assets) {
        Stores stores = session.stores();
        stores.assets().changeState(assets.stream().map(Asset::id).toList(), AssetState.DELETED);
        List<AssetId> concerned = new ArrayList<>();
        for (Asset asset : assets) {
            session.plan(asset.id(), "deleted by operator " + purge.by());
            concerned.add(asset.id());
            if (asset.version() > 1) {
                stores.assets().versions(asset.path()).stream()
                        .filter(old -> old.version() < asset.version())
                        .forEach(old -> concerned.add(old.id()));
            }
        }
        return concerned.stream()
                .flatMap(asset -> stores.jobs().openOfAsset(asset).stream())
                .filter(job -> job.kind() == JobKind.PURGE)
                .map(job -> target(purge, job))
                .toList();
    }

    private List<Purges.Target> remove(Planning.Session session, Purge purge, List<Asset> assets) {
        Stores stores = session.stores();
        Set<AssetId> part = assets.stream().map(Asset::id).collect(Collectors.toSet());
        Set<ServerId> where = where(stores.fleet(), purge.draft());
        Set<ReplicaKey> assigned =
                stores.assignments().of(part, where).stream()
                        .filter(Assignment::isWanted)
                        .map(Assignment::key)
                        .collect(Collectors.toSet());
        Map<ReplicaKey, TransferJob> open = new HashMap<>();
        stores.jobs().openOf(part, where).stream()
                .filter(job -> job.kind() == JobKind.PURGE)
                .forEach(job -> open.put(job.key(), job));
        List<TransferJob> ordered = new ArrayList<>();
        List<Purges.Target> targets = new ArrayList<>();
        Map<AssetId, Set<ServerId>> touched = new HashMap<>();
        for (Replica replica : stores.replicas().of(part, where)) {
            if (assigned.contains(replica.key()) && !purge.draft().refills()) {
                continue; // wanted since the purge was allowed
            }
            TransferJob known = open.get(replica.key());
            TransferJob job = known == null ? job(purge, replica.key()) : known;
            if (known == null) {
                ordered.add(job);
            }
            targets.add(target(purge, job));
            touched.computeIfAbsent(replica.asset(), a -> new HashSet<>()).add(replica.server());
        }
        stores.jobs().addAll(ordered);
        touched.forEach(session::touch);
        if (!ordered.isEmpty()) {
            session.jobsWait();
        }
        return targets;
    }

    private TransferJob job(Purge purge, ReplicaKey key) {
        Instant now = time.instant();
        return new TransferJob(
                new JobId(ids.next()),
                JobKind.PURGE,
                key.asset(),
                key.server(),
                Optional.empty(),
                JobTerms.USUAL,
                JobState.NOT_SCHEDULED,
                0,
                "purged by operator " + purge.by(),
                Optional.empty(),
                "",
                now,
                now,
                now);
    }

    private static Purges.Target target(Purge purge, TransferJob job) {
        return new Purges.Target(purge.id(), job.asset(), job.server(), job.id());
    }

    private static Assets.Selection selection(Purge purge) {
        PurgeDraft draft = purge.draft();
        return new Assets.Selection(
                draft.assets(), draft.path(), draft.folder(), draft.project(), purge.at());
    }

    /// The servers that are meant, without the retired, and without the origins: their copies go
    /// with the asset alone.
    private static Set<ServerId> where(FleetSnapshot fleet, PurgeDraft draft) {
        Set<RegionId> regions = draft.regions().orElse(Set.of());
        Set<ClusterId> clusters = new HashSet<>(draft.clusters().orElse(Set.of()));
        fleet.clusters().stream()
                .filter(cluster -> regions.contains(cluster.region()))
                .map(Cluster::id)
                .forEach(clusters::add);
        Collection<ServerId> servers = draft.servers().orElse(Set.of());
        return fleet.servers().stream()
                .filter(server -> server.state() != ServerState.RETIRED)
                .filter(server -> server.role() == ServerRole.EDGE)
                .filter(server ->
                        draft.meansEverywhere()
                                || servers.contains(server.id())
                                || server.cluster().filter(clusters::contains).isPresent())
                .map(EdgeServer::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
