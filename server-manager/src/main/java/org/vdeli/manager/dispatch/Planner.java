package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.policy.DeliveryPolicy;

/// Makes the difference between what should be and what is. Pure but for the ids that it mints.
///
/// ## Goals
///
/// * Every server that shall hold an asset does, with one order for it; no other server does.
/// * A viewer never loses the old version of a path before some server has the new one.
/// * A server that is to lose an asset keeps it until others hold it in its place ([Handover]).
/// * Planning the same picture again plans nothing.
///
/// ## Constraints
///
/// * An order that left cannot be called back. A fill that may be under way when its server is to
///   lose the asset is followed by a purge; a purge that may be under way when the server is to get
///   the asset again is followed by a fill. Orders reach an agent in the order in which they were
///   made.
/// * A purge names the asset, so it never removes a newer file at the same path.
/// * Retired servers get no orders; what is known of them is forgotten.
/// * Of a deleted asset, the origins' copies go last: when no edge has any.
/// * A copy that came on a miss, where no policy places any, is left alone until it is gone, and is
///   then not ordered again by itself.
/// * What a server evicted is not ordered again by itself, or the two would chase each other; it is
///   ordered once the policy pins it.
///
/// ## Method
///
/// Server by server over everything that the picture names. Where the asset is desired: assign, and
/// order a fill unless it is there, under way, or was given up and waits for an operator. A fill
/// that waits for its window under terms that the policy does not have any more is replaced; one
/// that is under way keeps its terms (feature F063). Where it is not: unassign, cancel fills, and
/// order a purge if it is or may be there; but a copy whose place others shall take stays assigned,
/// marked as leaving, until they are verified, and so does that of a server which is drained. A
/// superseded asset is not desired anywhere, with two exceptions: where the newer version is
/// assigned, it is left alone until the newer one is verified there, because the agent replaces the
/// file in one step, and then only forgotten; elsewhere it is left until the newer version is
/// verified somewhere.
///
/// ## Example
///
/// Asset v2 replaces v1, which the servers 1 and 2 hold; the policy now says 1 and 3. Fills of v2
/// are ordered for 1 and 3. When 3 confirms, v1 is purged from 2. When 1 confirms, v1 is forgotten
/// there.
public final class Planner {
    private static final String TAKEN_OVER = "other servers hold it in its place";

    private final IdMint ids;

    public Planner(IdMint ids) {
        this.ids = ids;
    }

    /// The plan of one asset.
    ///
    /// @param reason why it is planned now, in words, for the jobs
    public Plan plan(AssetPicture picture, String reason, Instant now) {
        Plan.Draft draft = new Plan.Draft();
        Cursor<Map.Entry<ServerId, DeliveryPolicy>> desired =
                new Cursor<>(List.copyOf(picture.desired().entrySet()), Map.Entry::getKey);
        Cursor<ServerId> origins =
                new Cursor<>(List.copyOf(picture.origins().desired()), Function.identity());
        Cursor<Assignment> assigned = new Cursor<>(picture.assigned(), Assignment::server);
        Cursor<Replica> replicas = new Cursor<>(picture.replicas(), Replica::server);
        Cursor<TransferJob> jobs = new Cursor<>(picture.openJobs(), TransferJob::server);
        Handover.Ledger ledger = picture.handover().ledger(picture);
        for (ServerId server = first(desired, origins, assigned, replicas, jobs);
                server != null;
                server = first(desired, origins, assigned, replicas, jobs)) {
            boolean isOrigin = picture.origins().all().contains(server);
            Optional<Wish> ofOrigin = origins.take(server).map(_ -> Wish.OF_ORIGIN);
            Wish wish =
                    desired.take(server)
                            .map(entry -> Wish.of(entry.getValue()))
                            .or(() -> ofOrigin)
                            .orElse(null);
            Spot spot =
                    new Spot(
                            picture.asset(),
                            server,
                            assigned.take(server),
                            replicas.take(server),
                            jobs.takeAll(server));
            @Nullable DeliveryPolicy guest = picture.guests().get(server);
            if (picture.retired().contains(server)) {
                abandon(spot, draft, now);
            } else if (wish != null) {
                boolean drains = !isOrigin && picture.handover().drains(server);
                if (drains && isThere(spot) && ledger.mayGo(server)) {
                    withdraw(spot, TAKEN_OVER, draft, now);
                } else {
                    boolean givenUp = picture.givenUp().contains(server);
                    fulfil(spot, wish, givenUp, drains, reason, draft, now);
                }
            } else if (guest != null) {
                host(spot, guest, draft, now);
            } else if (isSuperseded(picture)) {
                replace(spot, picture, reason, draft, now);
            } else if (isOrigin && spot.assignment().flatMap(Assignment::policy).isEmpty()) {
                // Those that shall hold it were chosen with care for what is verified elsewhere. An
                // edge that became an origin goes the way of the edges instead.
                if (!isLastCopy(spot, picture)) {
                    withdraw(spot, reason, draft, now);
                }
            } else if (isThere(spot)
                    && spot.open(JobKind.PURGE).isEmpty()
                    && !ledger.mayGo(server)) {
                keepForNow(spot, draft, now);
            } else {
                boolean wasLeaving = spot.assignment().filter(Assignment::isLeaving).isPresent();
                String why = picture.handover().reason(server, wasLeaving ? TAKEN_OVER : reason);
                withdraw(spot, why, draft, now);
            }
        }
        return draft.done();
    }

    private static @Nullable ServerId first(Cursor<?>... cursors) {
        ServerId first = null;
        for (Cursor<?> cursor : cursors) {
            ServerId head = cursor.head();
            if (head != null && (first == null || head.value() < first.value())) {
                first = head;
            }
        }
        return first;
    }

    /// Goes through a list by server id. Most lists come in that order; others are sorted first.
    private static final class Cursor<T> {
        private final List<T> items;
        private final Function<T, ServerId> server;
        private int at;

        Cursor(List<T> items, Function<T, ServerId> server) {
            Comparator<T> order = Comparator.comparingLong(item -> server.apply(item).value());
            this.items = isSorted(items, order) ? items : items.stream().sorted(order).toList();
            this.server = server;
        }

        private static <T> boolean isSorted(List<T> items, Comparator<T> order) {
            for (int i = 1; i < items.size(); i++) {
                if (order.compare(items.get(i - 1), items.get(i)) > 0) {
                    return false;
                }
            }
            return true;
        }

        @Nullable ServerId head() {
            return at < items.size() ? server.apply(items.get(at)) : null;
        }

        /// The item of a server, if it is the next one.
        Optional<T> take(ServerId wanted) {
            return wanted.equals(head()) ? Optional.of(items.get(at++)) : Optional.empty();
        }

        /// The items of a server, if they are the next ones, in the order of the list.
        List<T> takeAll(ServerId wanted) {
            if (!wanted.equals(head())) {
                return List.of();
            }
            List<T> taken = new ArrayList<>();
            while (wanted.equals(head())) {
                taken.add(items.get(at++));
            }
            return taken;
        }
    }

    /// One asset on one server.
    private record Spot(
            Asset asset,
            ServerId server,
            Optional<Assignment> assignment,
            Optional<Replica> replica,
            List<TransferJob> open) {
        List<TransferJob> open(JobKind kind) {
            return open.stream().filter(job -> job.kind() == kind).toList();
        }
    }

    private static boolean isSuperseded(AssetPicture picture) {
        return picture.asset().state() == AssetState.SUPERSEDED
                && !picture.succession().assigned().isEmpty();
    }

    /// Whether it is an origin's, and edges still have the deleted asset.
    private static boolean isLastCopy(Spot spot, AssetPicture picture) {
        return picture.asset().state() == AssetState.DELETED
                && picture.origins().all().contains(spot.server())
                && spot.assignment().isPresent()
                && spot.replica().isPresent()
                && picture.isOnEdges();
    }

    private void fulfil(
            Spot spot,
            Wish wish,
            boolean givenUp,
            boolean leaves,
            String reason,
            Plan.Draft draft,
            Instant now) {
        Optional<Boolean> told = spot.assignment().flatMap(Assignment::pinned);
        Optional<Instant> evictedAt =
                spot.assignment().flatMap(Assignment::evictedAt).filter(at -> !wish.pinned());
        List<TransferJob> purges = spot.open(JobKind.PURGE);
        cancel(purges, draft, now);
        boolean mayGetLost = purges.stream().anyMatch(Planner::mayBeUnderWay);
        boolean isThere = isThere(spot);
        boolean knowsOtherwise = told.isPresent() && told.get() != wish.pinned();
        boolean waitsForOperator = givenUp && spot.assignment().isPresent();
        List<TransferJob> outdated =
                spot.open(JobKind.FILL).stream()
                        .filter(job ->
                                job.waitsForWindow()
                                        && !job.terms()
                                                .withPriority(wish.terms().priority())
                                                .equals(wish.terms()))
                        .toList();
        cancel(outdated, draft, now);
        boolean isOrdered = spot.open(JobKind.FILL).size() > outdated.size();
        boolean isWanted =
                isThere
                        ? mayGetLost || knowsOtherwise || !outdated.isEmpty()
                        : evictedAt.isEmpty() && !waitsForOperator;
        boolean fills = isWanted && !isOrdered;
        Assignment assignment =
                new Assignment(
                        spot.asset().id(),
                        spot.server(),
                        wish.policy(),
                        now,
                        fills ? Optional.of(wish.pinned()) : told,
                        fills ? Optional.empty() : evictedAt,
                        leaves ? leavingSince(spot, now) : Optional.empty());
        if (spot.assignment().filter(before -> isSame(before, assignment)).isEmpty()) {
            draft.assign.add(assignment);
        }
        if (fills) {
            draft.order.add(job(JobKind.FILL, spot, wish, reason, now));
        }
    }

    /// Whether two assignments of one asset to one server say the same, whenever they were decided.
    private static boolean isSame(Assignment before, Assignment now) {
        return before.policy().equals(now.policy())
                && before.pinned().equals(now.pinned())
                && before.evictedAt().equals(now.evictedAt())
                && before.onMiss() == now.onMiss()
                && before.leavingSince().equals(now.leavingSince());
    }

    /// What came on a miss stays as long as it is there or on its way.
    private static void host(Spot spot, DeliveryPolicy policy, Plan.Draft draft, Instant now) {
        Assignment before = spot.assignment().orElseThrow();
        if (spot.replica().isEmpty() && spot.open(JobKind.FILL).isEmpty()) {
            draft.unassign.add(before.key());
        } else if (!before.policy().equals(Optional.of(policy.id())) || before.isLeaving()) {
            draft.assign.add(
                    new Assignment(
                            before.asset(),
                            before.server(),
                            Optional.of(policy.id()),
                            now,
                            before.pinned(),
                            before.evictedAt(),
                            Optional.empty(),
                            true));
        }
    }

    private static boolean isThere(Spot spot) {
        return spot.replica()
                .filter(replica -> replica.checksum().equals(spot.asset().checksum()))
                .isPresent();
    }

    private static Optional<Instant> leavingSince(Spot spot, Instant now) {
        return spot.assignment().flatMap(Assignment::leavingSince).or(() -> Optional.of(now));
    }

    /// The copy stays, until others are verified in its place.
    private static void keepForNow(Spot spot, Plan.Draft draft, Instant now) {
        cancel(spot.open(JobKind.FILL), draft, now);
        cancel(spot.open(JobKind.VERIFY), draft, now);
        if (spot.assignment().filter(Assignment::isLeaving).isEmpty()) {
            draft.assign.add(
                    new Assignment(
                            spot.asset().id(),
                            spot.server(),
                            spot.assignment().flatMap(Assignment::policy),
                            now,
                            spot.assignment().flatMap(Assignment::pinned),
                            spot.assignment().flatMap(Assignment::evictedAt),
                            Optional.of(now)));
        }
    }

    private void withdraw(Spot spot, String reason, Plan.Draft draft, Instant now) {
        spot.assignment().ifPresent(assignment -> draft.unassign.add(assignment.key()));
        List<TransferJob> fills = spot.open(JobKind.FILL);
        cancel(fills, draft, now);
        cancel(spot.open(JobKind.VERIFY), draft, now);
        boolean mayBeThere =
                spot.replica().isPresent() || fills.stream().anyMatch(Planner::mayBeUnderWay);
        if (mayBeThere && spot.open(JobKind.PURGE).isEmpty()) {
            draft.order.add(job(JobKind.PURGE, spot, null, reason, now));
        }
    }

    private void replace(
            Spot spot, AssetPicture picture, String reason, Plan.Draft draft, Instant now) {
        AssetPicture.Succession succession = picture.succession();
        cancel(spot.open(JobKind.FILL), draft, now);
        cancel(spot.open(JobKind.VERIFY), draft, now);
        if (succession.assigned().contains(spot.server())) {
            if (spot.replica().isEmpty() || succession.verified().contains(spot.server())) {
                spot.assignment().ifPresent(assignment -> draft.unassign.add(assignment.key()));
                spot.replica().ifPresent(replica -> draft.forget.add(replica.key()));
            }
        } else if (!picture.successionHoldsBack()) {
            withdraw(withoutCancelled(spot), reason, draft, now);
            if (spot.replica().isEmpty()
                    && spot.open(JobKind.PURGE).isEmpty()
                    && spot.open(JobKind.FILL).stream().anyMatch(Planner::mayBeUnderWay)) {
                draft.order.add(job(JobKind.PURGE, spot, null, reason, now));
            }
        }
    }

    private static Spot withoutCancelled(Spot spot) {
        return new Spot(
                spot.asset(),
                spot.server(),
                spot.assignment(),
                spot.replica(),
                spot.open(JobKind.PURGE));
    }

    private static void abandon(Spot spot, Plan.Draft draft, Instant now) {
        spot.assignment().ifPresent(assignment -> draft.unassign.add(assignment.key()));
        spot.replica().ifPresent(replica -> draft.forget.add(replica.key()));
        cancel(spot.open(), draft, now);
    }

    private static void cancel(List<TransferJob> jobs, Plan.Draft draft, Instant now) {
        for (TransferJob job : jobs) {
            draft.cancel.add(job.withState(JobState.CANCELLED, now));
        }
    }

    /// Whether the agent may know of the job: it was handed over at least once.
    static boolean mayBeUnderWay(TransferJob job) {
        return job.attempt() > 0;
    }

    private TransferJob job(
            JobKind kind, Spot spot, @Nullable Wish wish, String reason, Instant now) {
        return new TransferJob(
                new JobId(ids.next()),
                kind,
                spot.asset().id(),
                spot.server(),
                wish == null ? Optional.empty() : wish.policy(),
                wish == null ? JobTerms.USUAL : wish.terms(),
                JobState.NOT_SCHEDULED,
                0,
                reason,
                Optional.empty(),
                "",
                now,
                now,
                now);
    }
}
