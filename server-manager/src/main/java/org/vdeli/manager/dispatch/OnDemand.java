package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PolicyChoice;

/// Orders copies that no plan placed: because a viewer asked an edge for a file that it has not
/// (features F166 and F174), or because an operator wants it there before anybody asks (F171).
///
/// ## Goals
///
/// * One question, one order: who asks again while the fill is open gets the same job.
/// * What comes so is a copy like any other: a job, a confirmation, a replica; reported when it is
///   evicted or damaged, purged with the asset, taken when its time is over.
///
/// ## Constraints
///
/// * Where no policy of the project delivers anything (no policy for the region, or the asset's
///   time is over), nothing is filled on a miss either.
/// * Servers that get nothing new by plan get nothing on a miss: drained, in maintenance, joining.
/// * The copy may be evicted, unless a policy placed and pinned it there.
/// * A window does not hold a viewer up: the order has none. The cluster's cap holds.
///
/// ## Method
///
/// A job that waits (for its retry or its window) becomes the next attempt; where there is none,
/// one is made as if it had been sent. The order is the answer to the question, so nothing waits
/// for the broker; should the answer get lost, the job is sent again like any that nothing is heard
/// of.
public final class OnDemand {
    private static final Logger log = LoggerFactory.getLogger(OnDemand.class);

    private final Transactions transactions;
    private final Planning planning;
    private final JobMessages messages;
    private final IdMint ids;
    private final InstantSource time;

    OnDemand(
            Transactions transactions,
            Planning planning,
            JobMessages messages,
            IdMint ids,
            InstantSource time) {
        this.transactions = transactions;
        this.planning = planning;
        this.messages = messages;
        this.ids = ids;
        this.time = time;
    }

    /// What became of a question.
    public sealed interface Outcome {
        /// It is to be filled.
        record Ordered(Job.Fill order) implements Outcome {}

        /// It is not.
        ///
        /// @param detail for people
        record Refused(Reason reason, String detail) implements Outcome {}
    }

    /// Why nothing is filled.
    public enum Reason {
        /// There is no such file for viewers of this server.
        UNKNOWN,
        /// Not here, or not now.
        NOT_HERE,
        /// It is larger than all the room that the server has.
        TOO_LARGE,
        /// The server has it already.
        THERE
    }

    /// A viewer asked a server for a file that it has not.
    ///
    /// @param room the largest file that the server can hold; absent: any
    public Outcome miss(ServerId server, AssetPath path, Optional<ByteCount> room) {
        // Most questions with a bad answer end here, without any lock.
        Optional<AssetId> known =
                transactions.read(stores -> stores.assets().current(path).map(Asset::id));
        if (known.isEmpty()) {
            return refused(Reason.UNKNOWN, "there is no asset " + path);
        }
        Outcome outcome =
                planning.inTransaction(
                                session -> new Question(session, server, known.get()).answer(room))
                        .result();
        if (outcome instanceof Outcome.Ordered(Job.Fill order)) {
            log.info(
                    "event=fill-on-miss server={} asset={} path={} job={} attempt={}",
                    server,
                    order.asset(),
                    path,
                    order.job(),
                    order.attempt());
        }
        return outcome;
    }

    /// What became of an operator's wish.
    public sealed interface Warmed {
        record Ordered(TransferJob job) implements Warmed {}

        record Refused(Reason reason, String detail) implements Warmed {}
    }

    /// An operator wants an asset on a server.
    ///
    /// @param actor who
    /// @param entry writes the entry of the audit trail, in the same transaction
    public Warmed warm(AssetId asset, ServerId server, String actor, Consumer<Stores> entry) {
        return planning.inTransaction(
                        session -> new Question(session, server, asset).warm(actor, entry))
                .result();
    }

    private static Outcome refused(Reason reason, String detail) {
        return new Outcome.Refused(reason, detail);
    }

    /// Why something cannot be.
    private record Bar(Reason reason, String detail) {}

    /// One question within one transaction.
    private final class Question {
        private final Planning.Session session;
        private final Stores stores;
        private final ServerId serverId;
        private final AssetId assetId;
        private final Instant now = time.instant();

        Question(Planning.Session session, ServerId server, AssetId asset) {
            this.session = session;
            this.stores = session.stores();
            this.serverId = server;
            this.assetId = asset;
        }

        /// Asset, server and policy of a copy that may be made.
        private record Place(Asset asset, EdgeServer server, DeliveryPolicy policy) {}

        private Optional<Asset> asset() {
            return stores.assets()
                    .lock(assetId)
                    .filter(asset -> asset.state() == AssetState.CURRENT);
        }

        private Optional<Bar> barOf(EdgeServer server) {
            boolean fits =
                    server.role() == ServerRole.EDGE
                            && switch (server.state()) {
                                case ONLINE, SILENT -> true;
                                case JOINING, DRAINING, MAINTENANCE, RETIRED -> false;
                            };
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            new Bar(
                                    Reason.NOT_HERE,
                                    "server "
                                            + server.name()
                                            + " gets nothing new: it is "
                                            + (server.role() == ServerRole.EDGE
                                                    ? server.state()
                                                    : server.role())));
        }

        private Optional<DeliveryPolicy> policyOf(Asset asset, EdgeServer server) {
            Optional<RegionId> region =
                    server.cluster().flatMap(stores.clusters()::find).map(Cluster::region);
            return asset.isExpired(now)
                    ? Optional.empty()
                    : region.flatMap(place ->
                            new PolicyChoice(stores.policies().ofProject(asset.project()))
                                    .onMiss(place, asset.acceptedAt(), now));
        }

        private List<TransferJob> open() {
            return stores
                    .jobs()
                    .lockAll(
                            stores.jobs().open(assetId, serverId).stream()
                                    .map(TransferJob::id)
                                    .toList())
                    .stream()
                    .filter(TransferJob::isOpen)
                    .toList();
        }

        private Optional<Bar> barOf(List<TransferJob> open) {
            if (open.stream().anyMatch(job -> job.kind() == JobKind.PURGE)) {
                return Optional.of(new Bar(Reason.NOT_HERE, "it is being purged from this server"));
            }
            return open.stream().anyMatch(TransferJob::isPaused)
                    ? Optional.of(new Bar(Reason.NOT_HERE, "an operator paused its fill"))
                    : Optional.empty();
        }

        Outcome answer(Optional<ByteCount> room) {
            Optional<Asset> found = asset();
            Optional<EdgeServer> asking = stores.servers().find(serverId);
            if (found.isEmpty() || asking.isEmpty()) {
                return refused(Reason.UNKNOWN, "there is no asset " + assetId + " any more");
            }
            Asset asset = found.get();
            Optional<Bar> bar = barOf(asking.get());
            Optional<DeliveryPolicy> policy = policyOf(asset, asking.get());
            if (policy.isEmpty()) {
                return refused(
                        Reason.UNKNOWN, "no policy delivers " + asset.path() + " to this region");
            }
            if (bar.isEmpty() && room.filter(r -> r.compareTo(asset.size()) < 0).isPresent()) {
                bar =
                        Optional.of(
                                new Bar(
                                        Reason.TOO_LARGE,
                                        asset.path()
                                                + " has "
                                                + asset.size()
                                                + ", the server room for "
                                                + room.get()));
            }
            List<TransferJob> open = open();
            if (bar.isEmpty()) {
                bar = barOf(open);
            }
            return bar.isPresent()
                    ? refused(bar.get().reason(), bar.get().detail())
                    : order(new Place(asset, asking.get(), policy.get()), open);
        }

        private Outcome order(Place place, List<TransferJob> open) {
            Optional<TransferJob> present =
                    open.stream().filter(job -> job.kind() == JobKind.FILL).findFirst();
            TransferJob job;
            if (present.isEmpty()) {
                job = made(place, "a viewer asked for it").sent(now);
                stores.jobs().addAll(List.of(job));
            } else if (present.get().state() == JobState.PROCESSING
                    || present.get().state() == JobState.TRANSFERRED) {
                job = present.get();
            } else {
                JobLifecycle.require(present.get(), JobState.PROCESSING);
                job = present.get().sent(now);
                stores.jobs().updateAll(List.of(job));
            }
            session.touch(assetId, List.of(serverId));
            return new Outcome.Ordered(
                    messages.fillNow(
                            job,
                            place.asset(),
                            place.server(),
                            messages.where(stores, List.of(place.asset()), now),
                            now));
        }

        /// Assigns the copy and makes a job for it, which is not stored yet.
        private TransferJob made(Place place, String reason) {
            Optional<Assignment> placed =
                    stores.assignments().ofAsset(assetId).stream()
                            .filter(assignment -> assignment.server().equals(serverId))
                            .filter(assignment -> !assignment.onMiss() && !assignment.isLeaving())
                            .findFirst();
            boolean pinned =
                    placed.flatMap(Assignment::policy)
                            .flatMap(stores.policies()::find)
                            .filter(DeliveryPolicy::pinned)
                            .isPresent();
            Assignment assignment =
                    new Assignment(
                            assetId,
                            serverId,
                            placed.isPresent()
                                    ? placed.get().policy()
                                    : Optional.of(place.policy().id()),
                            now,
                            Optional.of(pinned),
                            Optional.empty(),
                            Optional.empty(),
                            placed.isEmpty());
            stores.assignments().putAll(List.of(assignment));
            return new TransferJob(
                    new JobId(ids.next()),
                    JobKind.FILL,
                    assetId,
                    serverId,
                    assignment.policy(),
                    new JobTerms(
                            limits(place.policy()),
                            LocalTime.MIDNIGHT,
                            LocalTime.MIDNIGHT,
                            0,
                            Optional.of(pinned)),
                    JobState.NOT_SCHEDULED,
                    0,
                    reason,
                    Optional.empty(),
                    "",
                    now,
                    now,
                    now);
        }

        /// With the neighbours' help, whatever the policy's method: viewers wait, and the line to
        /// the outside is to carry it once.
        private static TransferLimits limits(DeliveryPolicy policy) {
            return policy.limits().method() == TransferMethod.SWARM
                    ? policy.limits()
                    : TransferMethod.SWARM.preset();
        }

        Warmed warm(String actor, Consumer<Stores> entry) {
            Optional<Asset> asset = asset();
            Optional<EdgeServer> server = stores.servers().find(serverId);
            if (asset.isEmpty() || server.isEmpty()) {
                return new Warmed.Refused(
                        Reason.UNKNOWN,
                        asset.isEmpty() ? "current asset " + assetId : "server " + serverId);
            }
            Optional<Bar> bar = barOf(server.get());
            Optional<DeliveryPolicy> policy = policyOf(asset.get(), server.get());
            List<TransferJob> open = open();
            if (bar.isEmpty() && policy.isEmpty()) {
                bar =
                        Optional.of(
                                new Bar(
                                        Reason.NOT_HERE,
                                        "no policy delivers it to the region of "
                                                + server.get().name()));
            }
            if (bar.isEmpty()) {
                bar = barOf(open);
            }
            if (bar.isEmpty() && open.isEmpty() && isThere(asset.get())) {
                bar = Optional.of(new Bar(Reason.THERE, server.get().name() + " has it already"));
            }
            if (bar.isPresent()) {
                return new Warmed.Refused(bar.get().reason(), bar.get().detail());
            }
            entry.accept(stores);
            Optional<TransferJob> present =
                    open.stream().filter(job -> job.kind() == JobKind.FILL).findFirst();
            if (present.isPresent()) {
                return new Warmed.Ordered(present.get());
            }
            TransferJob job =
                    made(
                            new Place(asset.get(), server.get(), policy.orElseThrow()),
                            "ordered by " + actor);
            stores.jobs().addAll(List.of(job));
            session.touch(assetId, List.of(serverId));
            session.jobsWait();
            return new Warmed.Ordered(job);
        }

        private boolean isThere(Asset asset) {
            return stores.replicas().of(List.of(assetId), List.of(serverId)).stream()
                    .anyMatch(replica -> replica.checksum().equals(asset.checksum()));
        }
    }
}
