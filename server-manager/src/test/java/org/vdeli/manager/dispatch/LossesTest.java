package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;

class LossesTest {
    private static final AssetId ASSET = new AssetId(21);
    private static final ServerId SERVER = new ServerId(11);
    private static final Instant NOW = Fixtures.T0.plusSeconds(3600);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final Planning planning =
            new Planning(transactions, ids::incrementAndGet, () -> NOW, Changes.IGNORED, () -> {});
    private final AlarmDesk alarms =
            new AlarmDesk(transactions, ids::incrementAndGet, () -> NOW, Changes.IGNORED);
    private final Losses losses = new Losses(planning, alarms, () -> NOW);
    private final ServerTroubles troubles = new ServerTroubles(transactions, alarms);

    /// Three servers hold an asset that they may evict.
    @BeforeEach
    void world() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(policy(false));
        });
        planning.plan(ASSET, "new");
        transactions.change(stores -> {
            for (TransferJob job : stores.jobs().openOfAsset(ASSET)) {
                stores.jobs().lock(job.id());
                stores.jobs()
                        .updateAll(
                                List.of(
                                        job.ended(
                                                JobState.VERIFIED,
                                                Report.Reason.DONE,
                                                "",
                                                NOW,
                                                NOW)));
                stores.replicas().putAll(List.of(Fixtures.replica(21, job.server().value())));
            }
        });
        assertThat(replicas()).hasSize(3);
    }

    private static DeliveryPolicy policy(boolean pinned) {
        return new DeliveryPolicy(
                new PolicyId(77),
                new ProjectId(2),
                Optional.empty(),
                1,
                Spread.ALL,
                0,
                pinned,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    private static Report.Lost lost(Report.Loss cause) {
        return new Report.Lost(
                SERVER, NOW, ASSET, AssetPath.parse("acme/default/a.mp4"), cause, "found");
    }

    private List<Replica> replicas() {
        return transactions.read(stores -> stores.replicas().ofAsset(ASSET));
    }

    private List<TransferJob> open() {
        return transactions.read(stores -> stores.jobs().openOfAsset(ASSET));
    }

    private List<Alarm> openAlarms() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    private Assignment assignment() {
        return transactions
                .<List<Assignment>>read(stores -> stores.assignments().ofServer(SERVER))
                .getFirst();
    }

    @Test
    void whatIsDamagedIsForgottenAndOrderedOnceAndItsAlarmEndsWithTheRepair() {
        losses.take(List.of(lost(Report.Loss.CHECKSUM_MISMATCH)));
        losses.take(List.of(lost(Report.Loss.CHECKSUM_MISMATCH)));

        assertThat(replicas()).hasSize(2);
        assertThat(open()).extracting(TransferJob::server).containsExactly(SERVER);
        assertThat(openAlarms()).extracting(Alarm::code).containsExactly("content-damaged");
        assertThat(openAlarms().getFirst().text())
                .contains("acme/default/a.mp4 first: found; it is filled again");
        troubles.turn();
        assertThat(openAlarms()).hasSize(1);

        TransferJob repair = open().getFirst();
        transactions.change(stores -> {
            stores.jobs().lock(repair.id());
            stores.jobs().updateAll(List.of(repair.withState(JobState.CANCELLED, NOW)));
        });
        troubles.turn();
        assertThat(openAlarms()).isEmpty();
    }

    @Test
    void whatIsEvictedIsForgottenAndNotOrderedUntilItIsPinned() {
        losses.take(List.of(lost(Report.Loss.EVICTED), lost(Report.Loss.EVICTED)));
        planning.plan(ASSET, "again");

        assertThat(replicas()).hasSize(2);
        assertThat(open()).isEmpty();
        assertThat(openAlarms()).isEmpty();
        assertThat(assignment().evictedAt()).contains(NOW);
        assertThat(transactions.<List<Assignment>>read(s -> s.assignments().unfulfilled(9)))
                .isEmpty();

        transactions.change(stores -> stores.policies().update(policy(true)));
        planning.plan(ASSET, "pinned");
        assertThat(open()).extracting(TransferJob::server).contains(SERVER);
        assertThat(assignment().evictedAt()).isEmpty();
    }

    @Test
    void whatAnInventorySaysWasEvictedIsNotTakenForLost() throws Exception {
        Reconciler reconciler =
                new Reconciler(
                        transactions,
                        planning,
                        new JobMessages(
                                new Envelopes(new Codec(), ids::incrementAndGet),
                                KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPrivate(),
                                new OriginSources(URI.create("http://127.0.0.1:1/origin/v1"))),
                        new LiveFleet(() -> NOW),
                        ids::incrementAndGet,
                        Duration.ofDays(7),
                        () -> NOW,
                        () -> {});

        reconciler.take(SERVER, new Inventory(NOW, List.of(), Optional.of(List.of(ASSET))));
        assertThat(replicas()).hasSize(2);
        assertThat(open()).isEmpty();
        assertThat(assignment().evictedAt()).contains(NOW);

        Replica replica = Fixtures.replica(21, 11);
        Inventory.Entry entry =
                new Inventory.Entry(
                        ASSET,
                        AssetPath.parse("acme/default/a.mp4"),
                        1L,
                        Fixtures.asset(21, 2, "acme/default/a.mp4", 1).size(),
                        replica.checksum());
        reconciler.take(SERVER, new Inventory(NOW, List.of(entry)));
        assertThat(replicas()).hasSize(3);
        assertThat(assignment().evictedAt()).isEmpty();
    }

    @Test
    void aFullDiskIsOverOnlyWhenNoJobThereWaitsForRoom() {
        losses.take(List.of(lost(Report.Loss.MISSING)));
        TransferJob repair = open().getFirst();
        alarms.raise(
                AlarmSeverity.WARNING,
                ObjectKind.SERVER,
                SERVER.toString(),
                Confirmations.DISK_FULL,
                "full");
        change(repair.ended(JobState.RETRYING, Report.Reason.DISK_FULL, "full", NOW, NOW));
        troubles.turn();
        assertThat(openAlarms()).hasSize(2);

        change(repair.ended(JobState.VERIFIED, Report.Reason.DONE, "", NOW, NOW));
        troubles.turn();
        assertThat(openAlarms()).isEmpty();
    }

    private void change(TransferJob job) {
        transactions.change(stores -> {
            stores.jobs().lock(job.id());
            stores.jobs().updateAll(List.of(job));
        });
    }

    @Test
    void aReportOfAnUnknownAssetIsHarmless() {
        losses.take(
                List.of(
                        new Report.Lost(
                                SERVER,
                                NOW,
                                new AssetId(999),
                                AssetPath.parse("acme/default/b.mp4"),
                                Report.Loss.MISSING,
                                "gone")));
        assertThat(replicas()).hasSize(3);
        assertThat(open()).isEmpty();
    }
}
