package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.purge.Purging;

/// What questions of viewers and wishes of operators lead to, whatever the stores.
abstract class OnDemandContract {
    private static final AssetId ASSET = new AssetId(21);
    private static final AssetPath PATH = AssetPath.parse("acme/default/a.mp4");
    private static final PolicyId POLICY = new PolicyId(77);
    private static final ServerId EDGE = new ServerId(11);

    private final Transactions transactions;
    private final AtomicLong ids = new AtomicLong(1000);
    private Instant now = Fixtures.T0.plusSeconds(21);
    private final Planning planning;
    private final OnDemand onDemand;

    OnDemandContract(Transactions transactions) {
        this.transactions = transactions;
        this.planning =
                new Planning(
                        transactions, ids::incrementAndGet, () -> now, Changes.IGNORED, () -> {});
        this.onDemand =
                new OnDemand(transactions, planning, messages(), ids::incrementAndGet, () -> now);
    }

    private JobMessages messages() {
        try {
            return new JobMessages(
                    new Envelopes(new Codec(), ids::incrementAndGet),
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                    new OriginSources(URI.create("http://manager/origin/v1")));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asset 21 is placed nowhere: edges fill on a miss.
    @BeforeEach
    void found() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(policy(Spread.NONE, false, LocalTime.MIDNIGHT));
        });
        planning.plan(ASSET, "new");
    }

    private static DeliveryPolicy policy(Spread spread, boolean pinned, LocalTime end) {
        return new DeliveryPolicy(
                POLICY,
                new ProjectId(2),
                Optional.empty(),
                1,
                spread,
                0,
                pinned,
                TransferMethod.SINGLE.preset(),
                LocalTime.MIDNIGHT,
                end,
                5);
    }

    private OnDemand.Outcome miss() {
        return onDemand.miss(EDGE, PATH, Optional.empty());
    }

    private Job.Fill ordered() {
        return ((OnDemand.Outcome.Ordered) miss()).order();
    }

    private OnDemand.Reason refused() {
        return ((OnDemand.Outcome.Refused) miss()).reason();
    }

    private List<TransferJob> open() {
        return transactions.read(stores -> stores.jobs().openOfAsset(ASSET));
    }

    private List<Assignment> assignments() {
        return transactions.read(stores -> stores.assignments().ofAsset(ASSET));
    }

    /// The job is done: the copy is there.
    private void filled(Job.Fill order) {
        transactions.change(stores -> {
            TransferJob job = stores.jobs().lock(order.job()).orElseThrow();
            stores.jobs().updateAll(List.of(job.withState(JobState.VERIFIED, now)));
            stores.replicas().putAll(List.of(Fixtures.replica(21, EDGE.value())));
        });
    }

    private void evicted() {
        new Losses(
                        planning,
                        new AlarmDesk(
                                transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                        () -> now)
                .take(
                        List.of(
                                new Report.Lost(
                                        EDGE, now, ASSET, PATH, Report.Loss.EVICTED, "for more")));
    }

    @Test
    void aMissIsOrderedOnceForAllWhoAsk() {
        Job.Fill first = ordered();
        Job.Fill second = ordered();

        assertThat(first.path()).isEqualTo(PATH);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.mayBeEvicted()).isTrue();
        assertThat(first.rank()).isZero();
        assertThat(first.limits()).isEqualTo(TransferMethod.SWARM.preset());
        assertThat(second.job()).isEqualTo(first.job());
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(open()).extracting(TransferJob::state).containsExactly(JobState.PROCESSING);
        assertThat(assignments())
                .extracting(Assignment::server, Assignment::policy, Assignment::onMiss)
                .containsExactly(tuple(EDGE, Optional.of(POLICY), true));
    }

    @Test
    void planningLeavesItAloneAndDoesNotFillItAgainAfterItsEviction() {
        Job.Fill order = ordered();
        planning.plan(ASSET, "the fleet changed");
        assertThat(open()).hasSize(1);
        filled(order);
        planning.plan(ASSET, "the fleet changed");
        assertThat(open()).isEmpty();
        assertThat(assignments()).hasSize(1);

        evicted();

        assertThat(open()).isEmpty();
        assertThat(assignments()).isEmpty();
        assertThat(ordered().job()).isNotEqualTo(order.job());
    }

    @Test
    void nothingIsFilledThatNobodyKnowsOrNoPolicyDeliversOrWhoseTimeIsOver() {
        assertThat(
                        ((OnDemand.Outcome.Refused)
                                        onDemand.miss(
                                                EDGE,
                                                AssetPath.parse("acme/default/none.mp4"),
                                                Optional.empty()))
                                .reason())
                .isEqualTo(OnDemand.Reason.UNKNOWN);
        transactions.change(stores -> stores.assets().changeExpiry(ASSET, Optional.of(now)));
        assertThat(refused()).isEqualTo(OnDemand.Reason.UNKNOWN);
        transactions.change(stores -> {
            stores.assets().changeExpiry(ASSET, Optional.empty());
            stores.policies().remove(POLICY);
        });
        assertThat(refused()).isEqualTo(OnDemand.Reason.UNKNOWN);
        assertThat(assignments()).isEmpty();
    }

    @Test
    void aServerThatGetsNothingNewGetsNothingOnAMissEither() {
        transactions.change(stores ->
                stores.servers()
                        .changeState(List.of(EDGE), ServerState.ONLINE, ServerState.DRAINING));
        assertThat(refused()).isEqualTo(OnDemand.Reason.NOT_HERE);
    }

    @Test
    void whatIsLargerThanAllTheRoomOfAServerIsRefused() {
        assertThat(
                        ((OnDemand.Outcome.Refused)
                                        onDemand.miss(EDGE, PATH, Optional.of(ByteCount.of(9))))
                                .reason())
                .isEqualTo(OnDemand.Reason.TOO_LARGE);
        assertThat(assignments()).isEmpty();
    }

    @Test
    void aPurgeComesFirst() {
        filled(ordered());
        planning.delete(ASSET);
        assertThat(open())
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.PURGE, EDGE));
        assertThat(refused()).isEqualTo(OnDemand.Reason.UNKNOWN);
    }

    @Test
    void anOperatorPurgesItAsNoPolicyWantsItThere() {
        filled(ordered());
        Purging purging = new Purging(transactions, planning, ids::incrementAndGet, () -> now);

        Purging.Outcome outcome =
                purging.begin(
                        new PurgeDraft(
                                Optional.of(Set.of(ASSET)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        "ada",
                        (stores, purge) -> {});

        assertThat(outcome).isInstanceOf(Purging.Outcome.Begun.class);
        assertThat(open()).extracting(TransferJob::kind).containsExactly(JobKind.PURGE);
        assertThat(refused()).as("until it is gone").isEqualTo(OnDemand.Reason.NOT_HERE);
    }

    @Test
    void aDrainedServerLosesIt() {
        filled(ordered());
        transactions.change(stores ->
                stores.servers()
                        .changeState(List.of(EDGE), ServerState.ONLINE, ServerState.DRAINING));

        planning.plan(ASSET, "the fleet changed");

        assertThat(open()).extracting(TransferJob::kind).containsExactly(JobKind.PURGE);
        assertThat(assignments()).isEmpty();
    }

    @Test
    void aFillThatWaitsForItsWindowGoesOnAtOnceAndWithoutIt() {
        transactions.change(
                stores -> stores.policies().update(policy(Spread.ALL, true, LocalTime.of(1, 0))));
        planning.plan(ASSET, "the policies changed");
        transactions.change(stores -> {
            for (TransferJob job : stores.jobs().openOfAsset(ASSET)) {
                stores.jobs().lock(job.id());
                stores.jobs()
                        .updateAll(
                                List.of(
                                        job.ended(
                                                JobState.SUSPENDED,
                                                Report.Reason.WINDOW_CLOSED,
                                                "",
                                                now.plus(Duration.ofHours(9)),
                                                now)));
            }
        });

        Job.Fill order = ordered();

        assertThat(order.window()).isEmpty();
        assertThat(order.attempt()).isEqualTo(1);
        assertThat(order.mayBeEvicted()).as("its policy pins it").isFalse();
        assertThat(assignments()).extracting(Assignment::onMiss).containsOnly(false).hasSize(3);
    }

    @Test
    void whatAPolicyPlacedAndTheServerEvictedStaysThePolicys() {
        transactions.change(
                stores -> stores.policies().update(policy(Spread.ALL, false, LocalTime.MIDNIGHT)));
        planning.plan(ASSET, "the policies changed");
        transactions.change(stores -> {
            TransferJob job = stores.jobs().open(ASSET, EDGE).getFirst();
            stores.jobs().lock(job.id());
            stores.jobs().updateAll(List.of(job.withState(JobState.VERIFIED, now)));
            stores.replicas().putAll(List.of(Fixtures.replica(21, EDGE.value())));
        });
        evicted();
        assertThat(ofEdge().evictedAt()).isPresent();

        ordered();

        assertThat(ofEdge().evictedAt()).isEmpty();
        assertThat(ofEdge().onMiss()).isFalse();
    }

    private Assignment ofEdge() {
        return assignments().stream()
                .filter(assignment -> assignment.server().equals(EDGE))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOperatorsWishIsAJobLikeAnyOther() {
        OnDemand.Warmed.Ordered ordered =
                (OnDemand.Warmed.Ordered) onDemand.warm(ASSET, EDGE, "ada", stores -> {});

        assertThat(ordered.job().state()).isEqualTo(JobState.NOT_SCHEDULED);
        assertThat(ordered.job().reason()).isEqualTo("ordered by ada");
        assertThat(open()).extracting(TransferJob::id).containsExactly(ordered.job().id());
        transactions.change(stores -> {
            TransferJob job = stores.jobs().lock(ordered.job().id()).orElseThrow();
            stores.jobs().updateAll(List.of(job.withState(JobState.VERIFIED, now)));
            stores.replicas().putAll(List.of(Fixtures.replica(21, EDGE.value())));
        });
        assertThat(onDemand.warm(ASSET, EDGE, "ada", stores -> {}))
                .isEqualTo(
                        new OnDemand.Warmed.Refused(
                                OnDemand.Reason.THERE, "edge-11 has it already"));
    }
}
