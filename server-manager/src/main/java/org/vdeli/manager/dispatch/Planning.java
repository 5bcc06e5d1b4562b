package org.vdeli.manager.dispatch;

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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.placement.OriginPlacer;
import org.vdeli.manager.placement.Placer;
import org.vdeli.manager.placement.Sites;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PolicyChoice;
import org.vdeli.manager.purge.Purges;

/// Brings assignments, jobs and the wish of the delivery policies into line, asset by asset: reads
/// the picture, lets [Placer] and [Planner] decide, stores their decision in the transaction that
/// it was made in, and tells the others after the commit.
public final class Planning {
    private static final Logger log = LoggerFactory.getLogger(Planning.class);

    private final Transactions transactions;
    private final Planner planner;
    private final InstantSource time;
    private final Changes changes;
    private final Runnable committed;
    private final Recall recall;
    private final int originCopies;

    /// Makes the messages that take a job back from its agent.
    @FunctionalInterface
    interface Recall {
        /// Nothing is taken back: agents learn of it otherwise.
        Recall NONE = (_, _, _) -> List.of();

        List<OutboxMessage> of(TransferJob job, AssetPath path, Instant at);
    }

    /// @param committed called after a transaction that left jobs to be sent
    public Planning(
            Transactions transactions,
            IdMint ids,
            InstantSource time,
            Changes changes,
            Runnable committed) {
        this(transactions, ids, time, changes, committed, Recall.NONE);
    }

    /// @param recall for fills that an agent keeps until their window opens
    Planning(
            Transactions transactions,
            IdMint ids,
            InstantSource time,
            Changes changes,
            Runnable committed,
            Recall recall) {
        this(transactions, ids, time, changes, committed, recall, 2);
    }

    /// @param recall for fills that an agent keeps until their window opens
    /// @param originCopies how many origins shall hold each asset
    Planning(
            Transactions transactions,
            IdMint ids,
            InstantSource time,
            Changes changes,
            Runnable committed,
            Recall recall,
            int originCopies) {
        this.originCopies = originCopies;
        this.recall = recall;
        this.transactions = transactions;
        this.planner = new Planner(ids);
        this.time = time;
        this.changes = changes;
        this.committed = committed;
    }

    /// What a transaction returned, and what it changed.
    ///
    /// @param planned assets whose plan changed something
    public record Changed<T>(T result, Set<AssetId> planned) {
        public Changed {
            planned = Set.copyOf(planned);
        }
    }

    /// Runs work that may plan assets, in one transaction; tells what it changed after the commit.
    public <T> Changed<T> inTransaction(Function<Session, T> work) {
        record Run<T>(T result, Session session) {}
        Run<T> run =
                transactions.write(stores -> {
                    Session session = new Session(stores);
                    return new Run<>(work.apply(session), session);
                });
        run.session().tell();
        return new Changed<>(run.result(), run.session().touched.keySet());
    }

    /// Plans one asset as it is now.
    public void plan(AssetId id, String reason) {
        inTransaction(session -> {
            session.plan(id, reason);
            return true;
        });
    }

    /// Plans many assets, in one transaction.
    public void planAll(Collection<AssetId> ids, String reason) {
        inTransaction(session -> {
            for (AssetId id : ids) {
                session.plan(id, reason);
            }
            return true;
        });
    }

    /// Takes an asset away from everywhere (feature F082), and with it the older versions that wait
    /// for it to take their place. An asset that is deleted already stays so; says whether there is
    /// such an asset.
    public boolean delete(AssetId id) {
        return delete(id, stores -> {});
    }

    /// As [#delete(AssetId)], with something more in the same transaction.
    ///
    /// @param more done if there is such an asset
    public boolean delete(AssetId id, Consumer<Stores> more) {
        return inTransaction(
                        session -> {
                            if (session.stores().assets().lock(id).isEmpty()) {
                                return false;
                            }
                            session.stores().assets().changeState(List.of(id), AssetState.DELETED);
                            session.plan(id, "deleted");
                            more.accept(session.stores());
                            return true;
                        })
                .result();
    }

    /// Who chooses the servers.
    private record Choosing(Placer edges, OriginPlacer origins) {}

    /// The planning within one transaction. Fleet and policies are read once.
    public final class Session {
        private final Stores stores;
        private final Map<ProjectId, List<DeliveryPolicy>> policies = new HashMap<>();
        private final Map<AssetId, Set<ServerId>> touched = new HashMap<>();
        private boolean jobsWait;
        private Optional<Choosing> choosing = Optional.empty();
        private Set<ServerId> retired = Set.of();
        private Set<ServerId> drained = Set.of();
        private Handover handover = Handover.AT_ONCE;

        private Session(Stores stores) {
            this.stores = stores;
        }

        public Stores stores() {
            return stores;
        }

        /// Plans an asset as it is within this transaction, and the older versions of its path that
        /// it takes the place of: what it gains or loses decides whether they may stay. Locks them
        /// all, so that an asset is planned by one at a time. An asset that does not exist needs no
        /// plan.
        ///
        /// @param reason why, in words, for the jobs
        public void plan(AssetId id, String reason) {
            stores.assets()
                    .lock(id)
                    .ifPresent(asset -> {
                        planAlone(asset, reason);
                        if (asset.state() != AssetState.SUPERSEDED) {
                            planOlder(asset, reason);
                        }
                    });
        }

        /// Plans the superseded versions of an asset's path that are older than it.
        void planOlder(Asset asset, String reason) {
            if (asset.version() == 1) {
                return;
            }
            stores.assets().versions(asset.path()).stream()
                    .filter(old ->
                            old.version() < asset.version() && old.state() == AssetState.SUPERSEDED)
                    .flatMap(old -> stores.assets().lock(old.id()).stream())
                    .forEach(old -> planAlone(old, reason));
        }

        private void planAlone(Asset asset, String reason) {
            Choosing chooser = choosing.orElseGet(this::readFleet);
            if (asset.state() == AssetState.DELETED) {
                KeptAside.recall(stores, List.of(asset), time.instant());
            }
            List<Assignment> assigned = stores.assignments().ofAsset(asset.id());
            Optional<Asset> successor =
                    asset.state() == AssetState.SUPERSEDED
                            ? stores.assets().current(asset.path())
                            : Optional.empty();
            Instant now = time.instant();
            List<DeliveryPolicy> rules = policiesOf(asset.project());
            Map<ServerId, DeliveryPolicy> desired =
                    asset.state() == AssetState.CURRENT && !asset.isExpired(now)
                            ? chooser.edges()
                                    .place(
                                            asset.path(),
                                            DeliveryPolicy.asOf(rules, asset.acceptedAt(), now),
                                            holders(asset, assigned))
                            : Map.of();
            List<Replica> replicas = stores.replicas().ofAsset(asset.id());
            Set<ServerId> givenUp = givenUp(asset);
            AssetPicture picture =
                    new AssetPicture(
                            asset,
                            desired,
                            assigned,
                            replicas,
                            plannable(desired, stores.jobs().openOfAsset(asset.id())),
                            givenUp,
                            retired,
                            successor.map(this::succession).orElse(AssetPicture.Succession.NONE),
                            origins(chooser.origins(), asset, assigned, replicas, givenUp),
                            guests(asset, rules, assigned, chooser.origins().origins(), now),
                            handover.after(asset, rules, now));
            store(asset, planner.plan(picture, reason, now));
        }

        /// Servers that have the asset, or are getting it, because viewers asked for it there, and
        /// may keep it.
        private Map<ServerId, DeliveryPolicy> guests(
                Asset asset,
                List<DeliveryPolicy> rules,
                List<Assignment> assigned,
                Set<ServerId> origins,
                Instant now) {
            if (asset.state() != AssetState.CURRENT
                    || asset.isExpired(now)
                    || assigned.stream().noneMatch(Assignment::onMiss)) {
                return Map.of();
            }
            PolicyChoice choice = new PolicyChoice(rules);
            Map<ServerId, DeliveryPolicy> guests = new HashMap<>();
            for (Assignment assignment : assigned) {
                ServerId server = assignment.server();
                if (assignment.onMiss() && !handover.drains(server) && !origins.contains(server)) {
                    handover.regionOf(server)
                            .flatMap(region -> choice.onMiss(region, asset.acceptedAt(), now))
                            .ifPresent(policy -> guests.put(server, policy));
                }
            }
            return guests;
        }

        private static AssetPicture.Origins origins(
                OriginPlacer chooser,
                Asset asset,
                List<Assignment> assigned,
                List<Replica> replicas,
                Set<ServerId> givenUp) {
            if (asset.state() != AssetState.CURRENT) {
                return new AssetPicture.Origins(chooser.origins(), Set.of());
            }
            Set<ServerId> verified =
                    replicas.stream()
                            .filter(replica -> replica.checksum().equals(asset.checksum()))
                            .map(Replica::server)
                            .collect(Collectors.toSet());
            Set<ServerId> holders = new HashSet<>(verified);
            assigned.forEach(assignment -> holders.add(assignment.server()));
            return new AssetPicture.Origins(
                    chooser.origins(), chooser.place(asset.path(), holders, verified, givenUp));
        }

        /// A purge that an operator ordered of a copy that stays wanted goes through: the planner
        /// would call it off. Its confirmation is followed by a plan, which orders the fill.
        private List<TransferJob> plannable(
                Map<ServerId, DeliveryPolicy> desired, List<TransferJob> open) {
            List<JobId> purges =
                    open.stream()
                            .filter(job ->
                                    job.kind() == JobKind.PURGE
                                            && desired.containsKey(job.server()))
                            .map(TransferJob::id)
                            .toList();
            if (purges.isEmpty()) {
                return open;
            }
            Set<JobId> awaited = stores.purges().awaited(purges);
            return open.stream().filter(job -> !awaited.contains(job.id())).toList();
        }

        /// Notes that something of an asset changed on servers, to be told after the commit.
        public void touch(AssetId asset, Collection<ServerId> servers) {
            touched.computeIfAbsent(asset, a -> new HashSet<>()).addAll(servers);
        }

        /// Notes that jobs wait to be sent.
        public void jobsWait() {
            jobsWait = true;
        }

        private Choosing readFleet() {
            FleetSnapshot fleet = stores.fleet();
            retired = inState(fleet, Set.of(ServerState.RETIRED));
            drained = inState(fleet, Set.of(ServerState.DRAINING, ServerState.MAINTENANCE));
            handover = Handover.of(fleet);
            Choosing made =
                    new Choosing(
                            new Placer(Sites.of(fleet)),
                            new OriginPlacer(
                                    fleet, stores.originRests().all().keySet(), originCopies));
            choosing = Optional.of(made);
            return made;
        }

        private static Set<ServerId> inState(FleetSnapshot fleet, Set<ServerState> states) {
            return fleet.servers().stream()
                    .filter(server -> states.contains(server.state()))
                    .map(EdgeServer::id)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private List<DeliveryPolicy> policiesOf(ProjectId project) {
            return policies.computeIfAbsent(project, stores.policies()::ofProject);
        }

        /// Who holds the path now: the asset itself, and where it is new, the version before it.
        private Set<ServerId> holders(Asset asset, List<Assignment> assigned) {
            List<Assignment> now = assigned;
            if (now.isEmpty() && asset.version() > 1) {
                now =
                        stores.assets().versions(asset.path()).stream()
                                .filter(other -> other.version() == asset.version() - 1)
                                .findFirst()
                                .map(other -> stores.assignments().ofAsset(other.id()))
                                .orElse(List.of());
            }
            Set<ServerId> holders =
                    now.stream().map(Assignment::server).collect(Collectors.toSet());
            holders.removeAll(notBegun(asset, now));
            if (assigned.isEmpty()) {
                holders.removeIf(handover::drains); // they get no new version
            }
            return holders;
        }

        /// Servers that are being drained or in maintenance and to which the asset was assigned,
        /// but where nothing of it has begun: they get nothing new, that included.
        private Set<ServerId> notBegun(Asset asset, List<Assignment> assigned) {
            Set<ServerId> resting =
                    assigned.stream()
                            .filter(assignment -> assignment.asset().equals(asset.id()))
                            .map(Assignment::server)
                            .filter(drained::contains)
                            .collect(Collectors.toSet());
            if (resting.isEmpty()) {
                return resting;
            }
            stores.replicas().ofAsset(asset.id()).forEach(r -> resting.remove(r.server()));
            stores.jobs().openOfAsset(asset.id()).stream()
                    .filter(job -> job.kind() == JobKind.FILL && job.attempt() > 0)
                    .forEach(job -> resting.remove(job.server()));
            return resting;
        }

        /// A fill that failed because something newer, of which the database never heard, has the
        /// path on its server is given up as long as that is there.
        private Set<ServerId> givenUp(Asset asset) {
            List<TransferJob> failed =
                    stores.jobs().latestOfAsset(asset.id()).stream()
                            .filter(job ->
                                    job.kind() == JobKind.FILL && job.state() == JobState.FAILED)
                            .toList();
            Set<ServerId> barred =
                    failed.stream().anyMatch(Session::isBarred)
                            ? stores.unknownContents().holdersOf(asset.path())
                            : Set.of();
            return failed.stream()
                    .filter(job -> !isBarred(job) || barred.contains(job.server()))
                    .map(TransferJob::server)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static boolean isBarred(TransferJob failed) {
            return failed.ended().equals(Optional.of(Report.Reason.SUPERSEDED));
        }

        private AssetPicture.Succession succession(Asset successor) {
            return new AssetPicture.Succession(
                    stores.assignments().ofAsset(successor.id()).stream()
                            .map(Assignment::server)
                            .collect(Collectors.toUnmodifiableSet()),
                    stores.replicas().ofAsset(successor.id()).stream()
                            .map(Replica::server)
                            .collect(Collectors.toUnmodifiableSet()));
        }

        private void store(Asset asset, Plan plan) {
            if (plan.isEmpty()) {
                return;
            }
            stores.assignments().putAll(plan.assign());
            stores.assignments().removeAll(plan.unassign());
            stores.replicas().removeAll(plan.forget());
            cancel(asset, plan.cancel());
            stores.jobs().addAll(plan.order());
            awaitReceipts(asset, plan.order());
            jobsWait |= !plan.order().isEmpty();
            Set<ServerId> servers = new HashSet<>();
            plan.assign().forEach(a -> servers.add(a.server()));
            plan.unassign().forEach(key -> servers.add(key.server()));
            plan.forget().forEach(key -> servers.add(key.server()));
            plan.cancel().forEach(job -> servers.add(job.server()));
            plan.order().forEach(job -> servers.add(job.server()));
            touch(asset.id(), servers);
        }

        /// The origins' copies of a deleted asset go when the purge that deleted it has been under
        /// way for long: it waits for them, too. Any other purge means the copies that it named,
        /// and waits for those of them that are ordered to go again.
        private void awaitReceipts(Asset asset, List<TransferJob> ordered) {
            List<TransferJob> purges =
                    ordered.stream().filter(job -> job.kind() == JobKind.PURGE).toList();
            if (purges.isEmpty()) {
                return;
            }
            for (PurgeId purge : stores.purges().unfinishedOf(asset.id())) {
                boolean deletes =
                        asset.state() == AssetState.DELETED
                                && stores.purges()
                                        .find(purge)
                                        .filter(found -> found.draft().deletes())
                                        .isPresent();
                Set<ServerId> meant =
                        deletes ? Set.of() : stores.purges().withoutReceipt(purge, asset.id());
                stores.purges()
                        .addTargets(
                                purges.stream()
                                        .filter(job -> deletes || meant.contains(job.server()))
                                        .map(job ->
                                                new Purges.Target(
                                                        purge, job.asset(), job.server(), job.id()))
                                        .toList());
            }
        }

        private void cancel(Asset asset, List<TransferJob> jobs) {
            if (jobs.isEmpty()) {
                return;
            }
            List<TransferJob> cancelled = new ArrayList<>();
            for (TransferJob job :
                    stores.jobs().lockAll(jobs.stream().map(TransferJob::id).toList())) {
                if (job.isOpen()) {
                    JobLifecycle.require(job, JobState.CANCELLED);
                    if (job.kind() == JobKind.FILL && job.attempt() > 0 && job.waitsForWindow()) {
                        // the agent would begin it by itself
                        stores.outbox().addAll(recall.of(job, asset.path(), time.instant()));
                        jobsWait = true;
                    }
                    cancelled.add(job.withState(JobState.CANCELLED, time.instant()));
                }
            }
            stores.jobs().updateAll(cancelled);
        }

        private void tell() {
            if (jobsWait) {
                committed.run();
            }
            if (touched.isEmpty()) {
                return;
            }
            log.debug("event=planned assets={}", touched.size());
            changes.assetsChanged(touched.keySet());
            changes.distributionsChanged(touched.keySet());
            touched.forEach(changes::replicasChanged);
        }
    }
}
