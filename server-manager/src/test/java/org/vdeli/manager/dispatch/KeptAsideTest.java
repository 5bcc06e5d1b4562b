package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.amqp.Topology;
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
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;

class KeptAsideTest {
    private static final Duration GRACE = Duration.ofDays(7);
    private static final AssetId KNOWN = new AssetId(21);
    private static final ServerId ONE = new ServerId(11);
    private static final ServerId TWO = new ServerId(12);
    private static final ServerId THREE = new ServerId(13);
    private static final Inventory.Entry FORGOTTEN = entry(91, "acme/default/new.mp4", 1);
    private static final Inventory.Entry NEWER = entry(92, "acme/default/a.mp4", 2);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(1000);
    private Instant now = Fixtures.T0;
    private Reconciler reconciler;
    private KeptAside keptAside;
    private Planning planning;

    @BeforeEach
    void open() throws Exception {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies().add(in(Optional.empty()));
        });
        planning =
                new Planning(
                        transactions, ids::incrementAndGet, () -> now, Changes.IGNORED, () -> {});
        JobMessages messages =
                new JobMessages(
                        new Envelopes(new Codec(), ids::incrementAndGet),
                        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                        new OriginSources(URI.create("http://127.0.0.1:1/origin/v1")));
        reconciler =
                new Reconciler(
                        transactions,
                        planning,
                        messages,
                        new LiveFleet(() -> now),
                        ids::incrementAndGet,
                        GRACE,
                        () -> now,
                        () -> {});
        keptAside =
                new KeptAside(
                        transactions,
                        messages,
                        new AlarmDesk(
                                transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                        ids::incrementAndGet,
                        () -> now,
                        () -> {});
    }

    private static DeliveryPolicy in(Optional<RegionId> region) {
        return new DeliveryPolicy(
                new PolicyId(77),
                new ProjectId(2),
                region,
                1,
                Spread.ALL,
                0,
                false,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    private static Inventory.Entry entry(long asset, String path, long version) {
        return new Inventory.Entry(
                new AssetId(asset),
                AssetPath.parse(path),
                version,
                ByteCount.of(5000),
                Checksum.ofContent(new byte[] {(byte) asset}));
    }

    private void take(ServerId server, Inventory.Entry... entries) {
        reconciler.take(server, new Inventory(now, List.of(entries)));
    }

    private List<UnknownContent> unknown(ServerId server) {
        return transactions.read(stores -> stores.unknownContents().ofServer(server));
    }

    private List<String> sent() {
        return transactions
                .<List<OutboxMessage>>read(stores -> stores.outbox().nextBatch(now, 100))
                .stream()
                .map(message -> message.routingKey() + " " + message.body())
                .toList();
    }

    private List<Alarm> alarms() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    @Test
    void whatTheDatabaseNeverHeardOfIsKeptAndSaidInOneAlarm() {
        take(ONE, FORGOTTEN, NEWER);
        keptAside.turn();
        take(TWO, FORGOTTEN);
        keptAside.turn();

        assertThat(sent()).isEmpty();
        assertThat(unknown(ONE)).extracting(UnknownContent::entry).contains(FORGOTTEN, NEWER);
        assertThat(alarms())
                .extracting(Alarm::text)
                .containsExactly(
                        "2 servers hold 2 contents that the database does not know; was it"
                                + " restored from an older backup? They are kept for"
                                + " reconcile.unknown-grace and listed at"
                                + " /api/v1/unknown-contents: upload again what is wanted, or"
                                + " confirm the purge there");
    }

    @Test
    void itIsPurgedAfterTheGracePeriodAndTheOrderIsRepeatedUntilItIsGone() {
        take(ONE, FORGOTTEN);
        now = now.plus(GRACE).minusSeconds(1);
        take(ONE, FORGOTTEN);
        keptAside.turn();
        assertThat(sent()).as("the clock does not begin anew").isEmpty();

        now = now.plusSeconds(1);
        keptAside.turn();
        keptAside.turn();
        assertThat(sent())
                .hasSize(1)
                .first()
                .asString()
                .contains(Topology.agent(ONE))
                .contains("purge");
        now = now.plus(KeptAside.ORDER_AGAIN);
        keptAside.turn();
        assertThat(sent()).hasSize(2);

        take(ONE);
        now = now.plus(KeptAside.ORDER_AGAIN);
        keptAside.turn();
        assertThat(sent()).hasSize(2);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void anOperatorMayConfirmThePurgeOfSomeOrAll() {
        take(ONE, FORGOTTEN, NEWER);
        List<String> entries = new ArrayList<>();
        assertThat(
                        keptAside.confirm(
                                Optional.of(Set.of(NEWER.asset())), stores -> entries.add("some")))
                .isEqualTo(1);
        keptAside.turn();
        assertThat(sent()).hasSize(1).first().asString().contains(NEWER.path().toString());

        assertThat(keptAside.confirm(Optional.empty(), stores -> entries.add("all"))).isEqualTo(2);
        keptAside.turn();
        assertThat(sent()).hasSize(3);
        assertThat(entries).containsExactly("some", "all");
    }

    @Test
    void whatIsKnownAgainIsTakenForWhatItIs() {
        take(ONE, FORGOTTEN);
        transactions.change(stores ->
                stores.assets()
                        .add(
                                Fixtures.asset(91, 2, FORGOTTEN.path().toString(), 1),
                                Fixtures.pieces()));

        Inventory.Entry known =
                new Inventory.Entry(
                        FORGOTTEN.asset(), FORGOTTEN.path(), 1L, FORGOTTEN.size(), Fixtures.SUM);
        take(ONE, known);
        keptAside.turn();

        assertThat(unknown(ONE)).isEmpty();
        assertThat(
                        transactions.<List<ServerId>>read(stores ->
                                stores.replicas().ofAsset(FORGOTTEN.asset()).stream()
                                        .map(replica -> replica.server())
                                        .toList()))
                .containsExactly(ONE);
        assertThat(alarms()).isEmpty();
    }

    /// The database is older than a move of the asset from server 12, the only one of its region,
    /// to server 11.
    private void theMoveIsForgotten() {
        transactions.change(stores -> {
            stores.regions().add(Fixtures.region(5, "South"));
            stores.clusters().add(Fixtures.cluster(6, 5, "Faro"));
            stores.servers().update(Fixtures.server(TWO.value(), 6, "edge-12"));
            stores.policies().update(in(Optional.of(new RegionId(5))));
            stores.assignments().putAll(List.of(Fixtures.assignment(KNOWN.value(), TWO.value())));
            stores.replicas().putAll(List.of(Fixtures.replica(KNOWN.value(), TWO.value())));
        });
        now = now.plusSeconds(60);
    }

    private static Inventory.Entry known() {
        return entryOf(Fixtures.asset(21, 2, "acme/default/a.mp4", 1));
    }

    @Test
    void aCopyThatNobodyKnowsOfIsNotPurgedForOneThatMayBeGone() {
        theMoveIsForgotten();

        take(ONE, known());
        keptAside.turn();
        assertThat(jobs(JobKind.PURGE)).as("the other one may be gone").isEmpty();
        assertThat(sent()).isEmpty();
        assertThat(unknown(ONE)).extracting(UnknownContent::entry).containsExactly(known());

        take(TWO);
        assertThat(holders()).as("it is a copy again").containsExactly(ONE);
        assertThat(unknown(ONE)).isEmpty();
        assertThat(jobs(JobKind.PURGE)).isEmpty();
        assertThat(jobs(JobKind.FILL)).containsExactly(TWO);
    }

    private static Inventory.Entry entryOf(Asset asset) {
        return new Inventory.Entry(
                asset.id(), asset.path(), asset.version(), asset.size(), asset.checksum());
    }

    @Test
    void aCopyThatNobodyKnowsOfGoesAfterTheGracePeriodUnlessItIsWantedByThen() {
        theMoveIsForgotten();
        take(ONE, known());
        take(THREE, known());
        transactions.change(stores ->
                stores.assignments()
                        .putAll(List.of(Fixtures.assignment(KNOWN.value(), THREE.value()))));

        now = now.plus(GRACE);
        keptAside.turn();

        assertThat(sent()).hasSize(1).first().asString().contains(Topology.agent(ONE));
        assertThat(unknown(THREE)).isEmpty();
    }

    @Test
    void aCopyThatNobodyKnowsOfGoesWithItsAssetWhenThatIsDeleted() {
        theMoveIsForgotten();
        take(ONE, known());

        planning.delete(KNOWN);

        assertThat(jobs(JobKind.PURGE)).containsExactly(ONE, TWO);
        assertThat(unknown(ONE)).isEmpty();
    }

    @Test
    void aCopyOfADeletedAssetIsPurgedAtOnce() {
        planning.delete(KNOWN);
        take(ONE, known());

        assertThat(jobs(JobKind.PURGE)).containsExactly(ONE);
        assertThat(unknown(ONE)).isEmpty();
    }

    private List<ServerId> jobs(JobKind kind) {
        return transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(KNOWN)).stream()
                .filter(job -> job.kind() == kind)
                .map(TransferJob::server)
                .sorted(Comparator.comparingLong(ServerId::value))
                .toList();
    }

    private List<ServerId> holders() {
        return transactions.<List<Replica>>read(s -> s.replicas().ofAsset(KNOWN)).stream()
                .map(Replica::server)
                .toList();
    }

    @Test
    void aNewerFileThatTheDatabaseForgotHoldsTheOlderBackUntilItIsGone() {
        planning.plan(KNOWN, "restored");
        take(ONE, NEWER);
        TransferJob fill =
                transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(KNOWN)).stream()
                        .filter(job -> job.server().equals(ONE))
                        .findFirst()
                        .orElseThrow();
        transactions.change(stores ->
                stores.jobs()
                        .updateAll(
                                List.of(
                                        fill.ended(
                                                JobState.FAILED,
                                                Report.Reason.SUPERSEDED,
                                                "it holds a newer version",
                                                now,
                                                now))));
        planning.plan(KNOWN, "again");
        assertThat(openAt(ONE)).isEmpty();

        take(ONE);
        assertThat(openAt(ONE)).hasSize(1);
    }

    private List<TransferJob> openAt(ServerId server) {
        return transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(KNOWN)).stream()
                .filter(job -> job.server().equals(server))
                .toList();
    }
}
