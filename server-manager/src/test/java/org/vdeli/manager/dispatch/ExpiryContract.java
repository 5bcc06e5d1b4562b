package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PoliciesApi;

/// What expiry does, whatever the stores.
abstract class ExpiryContract {
    private static final AssetId ASSET = new AssetId(21);
    private static final PolicyId POLICY = new PolicyId(77);
    private static final Duration KEPT = Duration.ofDays(30);

    private final Transactions transactions;
    private final AtomicLong ids = new AtomicLong(1000);
    private Instant now = Fixtures.T0.plusSeconds(21);
    private final Planning planning;
    private final Expiry expiry;

    ExpiryContract(Transactions transactions) {
        this.transactions = transactions;
        this.planning =
                new Planning(
                        transactions, ids::incrementAndGet, () -> now, Changes.IGNORED, () -> {});
        this.expiry = new Expiry(transactions, planning, () -> now);
    }

    /// Asset 21 was accepted now and is on the servers 11 to 13 of region 3.
    @BeforeEach
    void found() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(policy(Optional.empty(), Optional.of(KEPT), Spread.ALL));
        });
        planning.plan(ASSET, "new");
        transactions.change(stores -> {
            for (TransferJob job : stores.jobs().openOfAsset(ASSET)) {
                stores.jobs().lock(job.id());
                stores.jobs().updateAll(List.of(job.withState(JobState.VERIFIED, now)));
                stores.replicas().putAll(List.of(Fixtures.replica(21, job.server().value())));
            }
        });
    }

    private static DeliveryPolicy policy(
            Optional<RegionId> region, Optional<Duration> kept, Spread spread) {
        return new DeliveryPolicy(
                region.isEmpty() ? POLICY : new PolicyId(78),
                new ProjectId(2),
                region,
                1,
                spread,
                spread == Spread.PER_REGION ? 1 : 0,
                false,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5,
                kept);
    }

    private List<TransferJob> open() {
        return transactions.read(stores -> stores.jobs().openOfAsset(ASSET));
    }

    private List<Assignment> assignments() {
        return transactions.read(stores -> stores.assignments().ofAsset(ASSET));
    }

    @Test
    void anAssetIsTakenAwayWhenItsPolicyHasKeptItForLongEnough() {
        Instant accepted = now;
        now = accepted.plus(KEPT).minusMillis(1);
        assertThat(expiry.turn()).isZero();

        now = accepted.plus(KEPT);
        assertThat(expiry.turn()).isEqualTo(1);

        assertThat(open())
                .extracting(TransferJob::kind, job -> job.server().value(), TransferJob::reason)
                .containsExactlyInAnyOrder(
                        tuple(
                                JobKind.PURGE,
                                11L,
                                "EXPIRED: it was to be kept for PT720H after " + accepted),
                        tuple(
                                JobKind.PURGE,
                                12L,
                                "EXPIRED: it was to be kept for PT720H after " + accepted),
                        tuple(
                                JobKind.PURGE,
                                13L,
                                "EXPIRED: it was to be kept for PT720H after " + accepted));
        assertThat(assignments()).isEmpty();
        assertThat(expiry.turn()).isZero();
        planning.plan(ASSET, "the fleet changed");
        assertThat(open()).extracting(TransferJob::kind).containsOnly(JobKind.PURGE);
    }

    @Test
    void aReceiptOfEachServerEndsIt() {
        now = now.plus(KEPT);
        expiry.turn();
        transactions.change(stores -> {
            for (TransferJob job : stores.jobs().openOfAsset(ASSET)) {
                stores.jobs().lock(job.id());
                stores.jobs().updateAll(List.of(job.sent(now)));
            }
        });
        List<Report.Confirmation> receipts =
                open().stream()
                        .map(job ->
                                new Report.Confirmation(
                                        job.server(),
                                        now,
                                        job.id(),
                                        job.attempt(),
                                        ASSET,
                                        AssetPath.parse("acme/default/a.mp4"),
                                        Report.Reason.DONE,
                                        "",
                                        Optional.empty(),
                                        ByteCount.ZERO,
                                        Duration.ZERO,
                                        Optional.empty()))
                        .toList();
        assertThat(receipts).hasSize(3);

        new Confirmations(
                        planning,
                        new AlarmDesk(
                                transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                        RetryRule.USUAL,
                        () -> now,
                        RandomGenerator.getDefault())
                .take(receipts);

        assertThat(open()).isEmpty();
        assertThat(transactions.<List<?>>read(stores -> stores.replicas().ofAsset(ASSET)))
                .isEmpty();
        planning.plan(ASSET, "the fleet changed");
        assertThat(open()).isEmpty();
    }

    @Test
    void aLaterDateBeforeItsTimeIsOverKeepsIt() {
        Instant date = now.plusSeconds(60);
        transactions.change(stores -> stores.assets().changeExpiry(ASSET, Optional.of(date)));
        now = date.minusSeconds(1);
        transactions.change(
                stores -> stores.assets().changeExpiry(ASSET, Optional.of(date.plusSeconds(60))));
        now = date;
        assertThat(expiry.turn()).isZero();
        assertThat(open()).isEmpty();

        now = date.plusSeconds(60);
        assertThat(expiry.turn()).isEqualTo(1);
    }

    @Test
    void aPolicyThatIsChangedToKeepForLessTakesAway() {
        now = now.plus(Duration.ofDays(2));
        assertThat(expiry.turn()).isZero();
        transactions.change(stores -> {
            stores.policies()
                    .update(policy(Optional.empty(), Optional.of(Duration.ofDays(1)), Spread.ALL));
        });

        planning.plan(ASSET, "the policies or the fleet changed");

        assertThat(open())
                .extracting(TransferJob::reason)
                .containsOnly(
                        "EXPIRED: it was to be kept for PT24H after " + Fixtures.T0.plusSeconds(21))
                .hasSize(3);
        assertThat(expiry.turn()).isZero();
    }

    @Test
    void whatNoPolicyPlacedIsNotLookedAtAgainAndAgain() {
        transactions.change(stores -> {
            stores.assignments()
                    .putAll(
                            List.of(
                                    new Assignment(
                                            ASSET, new ServerId(13), Optional.empty(), now)));
            stores.assets().changeExpiry(ASSET, Optional.of(now));
        });

        assertThat(expiry.turn()).isEqualTo(1);
        assertThat(expiry.turn()).isZero();
    }

    @Test
    void anAssetsOwnDateComesBeforeWhatThePoliciesSay() {
        Instant date = now.plusSeconds(60);
        transactions.change(stores -> stores.assets().changeExpiry(ASSET, Optional.of(date)));
        assertThat(expiry.turn()).isZero();
        now = date;

        assertThat(expiry.turn()).isEqualTo(1);

        assertThat(open())
                .extracting(TransferJob::reason)
                .containsOnly("EXPIRED: it was to stay until " + date)
                .hasSize(3);
        transactions.change(stores -> stores.assets().changeExpiry(ASSET, Optional.empty()));
        planning.plan(ASSET, "its date changed");
        assertThat(assignments()).hasSize(3);
    }

    @Test
    void aRegionalPolicyWhoseTimeIsOverTakesAwayAtOnceAndLetsNoGeneralOneIn() {
        transactions.change(stores -> {
            stores.regions().add(Fixtures.region(9, "South"));
            stores.clusters().add(Fixtures.cluster(8, 9, "Faro"));
            stores.servers().add(Fixtures.server(15, 8, "edge-15"));
            stores.policies().remove(POLICY);
            stores.policies().add(policy(Optional.empty(), Optional.empty(), Spread.ALL));
            stores.policies()
                    .add(policy(Optional.of(new RegionId(3)), Optional.of(KEPT), Spread.ALL));
        });
        planning.plan(ASSET, "the policies changed");
        now = now.plus(KEPT);
        expiry.turn();

        assertThat(assignments()).extracting(Assignment::server).containsExactly(new ServerId(15));
        assertThat(open())
                .extracting(TransferJob::kind, job -> job.server().value())
                .containsExactlyInAnyOrder(
                        tuple(JobKind.PURGE, 11L),
                        tuple(JobKind.PURGE, 12L),
                        tuple(JobKind.PURGE, 13L),
                        tuple(JobKind.FILL, 15L));
    }

    @Test
    void aPreviewSaysWhatAShorterTimeWouldTakeAway() {
        now = now.plus(Duration.ofDays(2));
        PolicyPreview preview =
                new PolicyPreview(
                        transactions, java.net.URI.create("http://manager/origin/v1"), () -> now);
        DeliveryPolicy shorter =
                policy(Optional.empty(), Optional.of(Duration.ofDays(1)), Spread.ALL);

        assertThat(
                        preview.preview(
                                        new PoliciesApi.Change(
                                                Optional.of(shorter), Optional.of(POLICY)))
                                .total()
                                .purges())
                .isEqualTo(3);
    }
}
