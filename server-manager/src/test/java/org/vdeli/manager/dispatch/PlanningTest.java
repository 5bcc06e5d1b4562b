package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.policy.DeliveryPolicy;

class PlanningTest {
    private static final String PATH = "acme/default/a.mp4";
    private static final AssetId OLD = new AssetId(21);
    private static final AssetId NEW = new AssetId(22);
    private static final PolicyId POLICY = new PolicyId(77);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final Planning planning =
            new Planning(
                    transactions,
                    ids::incrementAndGet,
                    () -> Fixtures.T0,
                    Changes.IGNORED,
                    () -> {});

    @Test
    void deletingAVersionBeforeItIsVerifiedTakesTheOlderOnesAwayToo() {
        replaceTheVersionThatTwoServersHold();

        assertThat(planning.delete(NEW)).isTrue();

        assertThatTheOldVersionIsPurged();
    }

    @Test
    void aVersionThatLosesItsPolicyTakesTheOlderOnesAwayToo() {
        replaceTheVersionThatTwoServersHold();
        transactions.change(stores -> stores.policies().remove(POLICY));

        planning.planAll(List.of(NEW), "the policies changed");

        assertThatTheOldVersionIsPurged();
    }

    @Test
    void theReplannerPlansTheOlderVersionsToo() {
        replaceTheVersionThatTwoServersHold();
        transactions.change(stores -> stores.policies().remove(POLICY));

        try (Replanner replanner = new Replanner(transactions, planning)) {
            replanner.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            transactions
                                    .<List<Assignment>>read(s -> s.assignments().ofAsset(OLD))
                                    .isEmpty());
        }

        assertThatTheOldVersionIsPurged();
    }

    /// More than the replanner reads at once.
    @Test
    void theReplannerPlansAllThatNobodyAsksForAnyMore() {
        int many = 350;
        transactions.change(stores -> {
            Fixtures.world(stores);
            List<Replica> left = new ArrayList<>();
            List<AssetId> deleted = new ArrayList<>();
            for (long id = 1000; id < 1000 + many; id++) {
                stores.assets()
                        .add(
                                Fixtures.asset(id, 2, "acme/default/" + id + ".mp4", 1),
                                Fixtures.pieces());
                deleted.add(new AssetId(id));
                for (long server = 11; server <= 13; server++) {
                    left.add(Fixtures.replica(id, server));
                }
            }
            stores.replicas().putAll(left);
            stores.assets().changeState(deleted, AssetState.DELETED);
        });

        try (Replanner replanner = new Replanner(transactions, planning)) {
            replanner.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            transactions.read(
                                    s -> s.jobs().openOfServer(new ServerId(12)).size() == many));
        }
        assertThat(
                        transactions.<List<Replica>>read(
                                s -> s.replicas().unassigned(Optional.empty(), 9)))
                .isEmpty();
    }

    @Test
    void anAssetIsDeletedTogetherWithItsEntryInTheAuditTrailOrNotAtAll() {
        replaceTheVersionThatTwoServersHold();

        assertThatThrownBy(() ->
                        planning.delete(
                                NEW,
                                stores -> {
                                    throw new IllegalStateException("no entry");
                                }))
                .hasMessage("no entry");

        assertThat(transactions.<AssetState>read(s -> s.assets().find(NEW).orElseThrow().state()))
                .isEqualTo(AssetState.CURRENT);
    }

    @Test
    void aServerThatIsDrainedKeepsWhatItHoldsAndLosesWhatHasNotBegun() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(everywhere());
        });
        planning.plan(OLD, "new");
        transactions.change(stores -> {
            stores.replicas().putAll(List.of(Fixtures.replica(21, 11)));
            for (TransferJob job : stores.jobs().openOfAsset(OLD)) {
                stores.jobs().lock(job.id());
                if (job.server().equals(new ServerId(11))) {
                    stores.jobs()
                            .updateAll(List.of(job.withState(JobState.CANCELLED, Fixtures.T0)));
                } else if (job.server().equals(new ServerId(12))) {
                    stores.jobs().updateAll(List.of(job.sent(Fixtures.T0)));
                }
            }
            stores.servers()
                    .changeState(
                            List.of(new ServerId(11), new ServerId(12), new ServerId(13)),
                            ServerState.ONLINE,
                            ServerState.DRAINING);
        });

        planning.plan(OLD, "the fleet changed");

        assertThat(transactions.<List<Assignment>>read(s -> s.assignments().ofAsset(OLD)))
                .extracting(Assignment::server)
                .containsExactly(new ServerId(11), new ServerId(12));
        assertThat(transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(OLD)))
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.FILL, new ServerId(12)));
    }

    private static DeliveryPolicy everywhere() {
        return new DeliveryPolicy(
                POLICY,
                new ProjectId(2),
                Optional.of(new RegionId(3)),
                1,
                Spread.ALL,
                0,
                false,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    private void replaceTheVersionThatTwoServersHold() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(everywhere());
            for (long server = 11; server <= 12; server++) {
                stores.assignments().putAll(List.of(Fixtures.assignment(21, server)));
                stores.replicas().putAll(List.of(Fixtures.replica(21, server)));
            }
            stores.assets().changeState(List.of(OLD), AssetState.SUPERSEDED);
            stores.assets().add(Fixtures.asset(22, 2, PATH, 2), Fixtures.pieces());
        });
        planning.plan(NEW, "new version");
        assertThat(transactions.<List<Replica>>read(s -> s.replicas().ofAsset(OLD))).hasSize(2);
        assertThat(transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(OLD))).isEmpty();
    }

    private void assertThatTheOldVersionIsPurged() {
        assertThat(transactions.<List<Assignment>>read(s -> s.assignments().ofAsset(OLD)))
                .isEmpty();
        assertThat(transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(OLD)))
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(
                        tuple(JobKind.PURGE, new ServerId(11)),
                        tuple(JobKind.PURGE, new ServerId(12)));
    }
}
