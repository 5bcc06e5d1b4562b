package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.policy.DeliveryPolicy;

class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Checksum SUM = Checksum.ofContent(new byte[] {1});
    private static final ServerId ONE = new ServerId(1);
    private static final ServerId TWO = new ServerId(2);
    private static final ServerId THREE = new ServerId(3);
    private final AtomicLong ids = new AtomicLong(100);
    private final Planner planner = new Planner(ids::incrementAndGet);

    @Test
    void ordersAFillWhereTheAssetShallBeAndPlansNothingTheSecondTime() {
        Plan plan = plan(current(), Set.of(ONE, TWO), List.of(), List.of(), List.of());
        assertThat(plan.assign()).extracting(Assignment::server).containsExactly(ONE, TWO);
        assertThat(plan.order())
                .extracting(TransferJob::kind, TransferJob::server, TransferJob::state)
                .containsExactly(
                        tuple(JobKind.FILL, ONE, JobState.NOT_SCHEDULED),
                        tuple(JobKind.FILL, TWO, JobState.NOT_SCHEDULED));

        Plan again = plan(current(), Set.of(ONE, TWO), plan.assign(), List.of(), plan.order());
        assertThat(again.isEmpty()).isTrue();
    }

    @Test
    void ordersNothingWhereTheAssetIs() {
        Plan plan =
                plan(
                        current(),
                        Set.of(ONE),
                        List.of(assignment(ONE)),
                        List.of(replica(ONE)),
                        List.of());
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void purgesWhereItIsNoLongerWantedAndCancelsWhatWasNotBegun() {
        TransferJob waiting = job(JobKind.FILL, TWO, JobState.NOT_SCHEDULED, 0);
        TransferJob begun = job(JobKind.FILL, THREE, JobState.PROCESSING, 1);
        Plan plan =
                plan(
                        current(),
                        Set.of(),
                        List.of(assignment(ONE), assignment(TWO), assignment(THREE)),
                        List.of(replica(ONE)),
                        List.of(waiting, begun));
        assertThat(plan.unassign()).extracting(ReplicaKey::server).containsExactly(ONE, TWO, THREE);
        assertThat(plan.order())
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.PURGE, ONE), tuple(JobKind.PURGE, THREE));
        assertThat(plan.cancel())
                .extracting(TransferJob::id)
                .containsExactly(waiting.id(), begun.id());
        assertThat(plan.cancel()).extracting(TransferJob::state).containsOnly(JobState.CANCELLED);
    }

    @Test
    void fillsAgainAfterAPurgeThatMayBeUnderWay() {
        TransferJob purge = job(JobKind.PURGE, ONE, JobState.PROCESSING, 1);
        Plan plan = plan(current(), Set.of(ONE), List.of(), List.of(replica(ONE)), List.of(purge));
        assertThat(plan.cancel()).extracting(TransferJob::id).containsExactly(purge.id());
        assertThat(plan.order()).extracting(TransferJob::kind).containsExactly(JobKind.FILL);
    }

    @Test
    void leavesWhatWasGivenUpToAnOperator() {
        AssetPicture picture =
                new AssetPicture(
                        current(),
                        desired(Set.of(ONE)),
                        List.of(assignment(ONE)),
                        List.of(),
                        List.of(),
                        Set.of(ONE),
                        Set.of(),
                        AssetPicture.Succession.NONE);
        assertThat(planner.plan(picture, "test", NOW).isEmpty()).isTrue();
    }

    @Test
    void forgetsWhatRetiredServersHeldWithoutAnyOrder() {
        AssetPicture picture =
                new AssetPicture(
                        current(),
                        Map.of(),
                        List.of(assignment(ONE)),
                        List.of(replica(ONE)),
                        List.of(job(JobKind.FILL, ONE, JobState.PROCESSING, 1)),
                        Set.of(),
                        Set.of(ONE),
                        AssetPicture.Succession.NONE);
        Plan plan = planner.plan(picture, "test", NOW);
        assertThat(plan.order()).isEmpty();
        assertThat(plan.unassign()).hasSize(1);
        assertThat(plan.forget()).hasSize(1);
        assertThat(plan.cancel()).hasSize(1);
    }

    @Test
    void keepsTheOldVersionUntilTheNewOneIsVerifiedSomewhere() {
        Asset old = current().withState(AssetState.SUPERSEDED);
        List<Assignment> assigned = List.of(assignment(ONE), assignment(TWO));
        List<Replica> replicas = List.of(replica(ONE), replica(TWO));

        assertThat(succeeded(old, assigned, replicas, Set.of(ONE, THREE), Set.of()).isEmpty())
                .isTrue();

        Plan atThree = succeeded(old, assigned, replicas, Set.of(ONE, THREE), Set.of(THREE));
        assertThat(atThree.order())
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.PURGE, TWO));
        assertThat(atThree.forget()).isEmpty();

        Plan atOne =
                succeeded(
                        old,
                        List.of(assignment(ONE)),
                        List.of(replica(ONE)),
                        Set.of(ONE, THREE),
                        Set.of(ONE, THREE));
        assertThat(atOne.order()).isEmpty();
        assertThat(atOne.forget()).extracting(ReplicaKey::server).containsExactly(ONE);
        assertThat(atOne.unassign()).extracting(ReplicaKey::server).containsExactly(ONE);
    }

    private Plan succeeded(
            Asset old,
            List<Assignment> assigned,
            List<Replica> replicas,
            Set<ServerId> newAssigned,
            Set<ServerId> newVerified) {
        return planner.plan(
                new AssetPicture(
                        old,
                        Map.of(),
                        assigned,
                        replicas,
                        List.of(),
                        Set.of(),
                        Set.of(),
                        new AssetPicture.Succession(newAssigned, newVerified)),
                "test",
                NOW);
    }

    private Plan plan(
            Asset asset,
            Set<ServerId> desired,
            List<Assignment> assigned,
            List<Replica> replicas,
            List<TransferJob> open) {
        return planner.plan(
                new AssetPicture(
                        asset,
                        desired(desired),
                        assigned,
                        replicas,
                        open,
                        Set.of(),
                        Set.of(),
                        AssetPicture.Succession.NONE),
                "test",
                NOW);
    }

    @Test
    void aFillThatWaitsForAWindowThatThePolicyDoesNotHaveAnyMoreIsReplaced() {
        ServerId server = new ServerId(1);
        TransferJob old =
                within(job(JobKind.FILL, server, JobState.PROCESSING, 1))
                        .ended(
                                JobState.SUSPENDED,
                                Report.Reason.WINDOW_CLOSED,
                                "window closed",
                                NOW.plusSeconds(3600),
                                NOW);

        Plan plan =
                plan(
                        current(),
                        Set.of(server),
                        List.of(assignment(server)),
                        List.of(),
                        List.of(old));

        assertThat(plan.cancel()).extracting(TransferJob::id).containsExactly(old.id());
        assertThat(plan.order())
                .extracting(TransferJob::kind, TransferJob::server, TransferJob::terms)
                .containsExactly(
                        tuple(
                                JobKind.FILL,
                                server,
                                new JobTerms(
                                        JobTerms.USUAL.limits(),
                                        JobTerms.USUAL.windowStart(),
                                        JobTerms.USUAL.windowEnd(),
                                        JobTerms.USUAL.priority(),
                                        Optional.of(false))));
    }

    @Test
    void aFillThatIsUnderWayKeepsItsTerms() {
        ServerId server = new ServerId(1);
        TransferJob old = within(job(JobKind.FILL, server, JobState.PROCESSING, 1));

        assertThat(
                        plan(
                                        current(),
                                        Set.of(server),
                                        List.of(assignment(server)),
                                        List.of(),
                                        List.of(old))
                                .isEmpty())
                .isTrue();
    }

    private static TransferJob within(TransferJob job) {
        return new TransferJob(
                job.id(),
                job.kind(),
                job.asset(),
                job.server(),
                job.policy(),
                new JobTerms(job.terms().limits(), LocalTime.of(23, 0), LocalTime.of(4, 0), 5),
                job.state(),
                job.attempt(),
                job.reason(),
                job.ended(),
                job.detail(),
                job.notBefore(),
                job.createdAt(),
                job.changedAt());
    }

    private static Map<ServerId, DeliveryPolicy> desired(Set<ServerId> servers) {
        Map<ServerId, DeliveryPolicy> desired = new HashMap<>();
        servers.forEach(server -> desired.put(server, policy(false)));
        return desired;
    }

    private static DeliveryPolicy policy(boolean pinned) {
        return new DeliveryPolicy(
                new PolicyId(30),
                new ProjectId(12),
                Optional.empty(),
                1,
                Spread.ALL,
                0,
                pinned,
                TransferMethod.SINGLE.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    @Test
    void leavesWhatTheServerEvictedUntilThePolicyPinsIt() {
        Assignment evicted = assignment(ONE, Optional.of(false), Optional.of(NOW));
        assertThat(plan(current(), Set.of(ONE), List.of(evicted), List.of(), List.of()).isEmpty())
                .isTrue();

        Plan pinned = planPinned(List.of(evicted), List.of(), List.of());
        assertThat(pinned.order())
                .extracting(TransferJob::kind, job -> job.terms().pinned())
                .containsExactly(tuple(JobKind.FILL, Optional.of(true)));
        assertThat(pinned.assign())
                .containsExactly(assignment(ONE, Optional.of(true), Optional.empty()));
        assertThat(planPinned(pinned.assign(), List.of(), pinned.order()).isEmpty()).isTrue();
    }

    @Test
    void tellsTheServerWhenWhatItHoldsIsPinnedOrNoLonger() {
        Assignment evictable = assignment(ONE, Optional.of(false), Optional.empty());
        Plan plan = planPinned(List.of(evictable), List.of(replica(ONE)), List.of());
        assertThat(plan.order()).extracting(TransferJob::kind).containsExactly(JobKind.FILL);
        assertThat(planPinned(plan.assign(), List.of(replica(ONE)), plan.order()).isEmpty())
                .isTrue();

        // A fill that is under way keeps its terms; the server is told after it.
        TransferJob open = job(JobKind.FILL, ONE, JobState.PROCESSING, 1);
        assertThat(planPinned(List.of(evictable), List.of(), List.of(open)).isEmpty()).isTrue();
        // What was ordered before servers were told of it stays as it is.
        assertThat(planPinned(List.of(assignment(ONE)), List.of(replica(ONE)), List.of()).isEmpty())
                .isTrue();
    }

    private Plan planPinned(
            List<Assignment> assigned, List<Replica> replicas, List<TransferJob> open) {
        return planner.plan(
                new AssetPicture(
                        current(),
                        Map.of(ONE, policy(true)),
                        assigned,
                        replicas,
                        open,
                        Set.of(),
                        Set.of(),
                        AssetPicture.Succession.NONE),
                "test",
                NOW);
    }

    private static Assignment assignment(
            ServerId server, Optional<Boolean> pinned, Optional<Instant> evictedAt) {
        return new Assignment(
                new AssetId(50), server, Optional.of(new PolicyId(30)), NOW, pinned, evictedAt);
    }

    private static Asset current() {
        return new Asset(
                new AssetId(50),
                new ProjectId(12),
                AssetPath.parse("acme/default/film.mp4"),
                1,
                ByteCount.of(1),
                SUM,
                ByteCount.of(1),
                AssetState.CURRENT,
                NOW);
    }

    private static Assignment assignment(ServerId server) {
        return new Assignment(new AssetId(50), server, Optional.of(new PolicyId(30)), NOW);
    }

    private static Replica replica(ServerId server) {
        return new Replica(new AssetId(50), server, SUM, NOW);
    }

    private TransferJob job(JobKind kind, ServerId server, JobState state, int attempt) {
        return new TransferJob(
                new JobId(ids.incrementAndGet()),
                kind,
                new AssetId(50),
                server,
                Optional.empty(),
                JobTerms.USUAL,
                state,
                attempt,
                "test",
                Optional.empty(),
                "",
                NOW,
                NOW,
                NOW);
    }
}
