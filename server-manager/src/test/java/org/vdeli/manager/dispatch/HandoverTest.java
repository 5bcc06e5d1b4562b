package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.policy.DeliveryPolicy;

class HandoverTest {
    private static final AssetId ASSET = new AssetId(21);
    private static final PolicyId POLICY = new PolicyId(77);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(1000);
    private final AlarmDesk alarms =
            new AlarmDesk(transactions, ids::incrementAndGet, () -> Fixtures.T0, Changes.IGNORED);
    private final Planning planning =
            new Planning(
                    transactions,
                    ids::incrementAndGet,
                    () -> Fixtures.T0,
                    Changes.IGNORED,
                    () -> {});
    private final Confirmations confirmations =
            new Confirmations(planning, alarms, RetryRule.USUAL, () -> Fixtures.T0, new Random(1));
    private final Drains drains = new Drains(transactions, alarms);

    /// Cluster 4 has the servers 11 to 13, cluster 5 the servers 14 to 16.
    @BeforeEach
    void found() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.clusters().add(Fixtures.cluster(5, 3, "Porto"));
            for (long id = 14; id <= 16; id++) {
                stores.servers().add(Fixtures.server(id, 5, "edge-" + id));
            }
        });
        order(Spread.PER_CLUSTER, 2);
        settle();
    }

    private void order(Spread spread, int count) {
        transactions.change(stores -> {
            stores.policies().remove(POLICY);
            stores.policies()
                    .add(
                            new DeliveryPolicy(
                                    POLICY,
                                    new ProjectId(2),
                                    Optional.empty(),
                                    1,
                                    spread,
                                    count,
                                    false,
                                    TransferMethod.SWARM.preset(),
                                    LocalTime.MIDNIGHT,
                                    LocalTime.MIDNIGHT,
                                    5));
        });
        planning.plan(ASSET, "the policies changed");
    }

    private void put(long server, ServerState state) {
        transactions.change(stores -> {
            EdgeServer was = stores.servers().lock(new ServerId(server)).orElseThrow();
            stores.servers().update(was.withState(state));
        });
        planning.plan(ASSET, "the fleet changed");
    }

    private List<TransferJob> open() {
        return transactions.read(stores -> stores.jobs().openOfAsset(ASSET));
    }

    private void settle() {
        while (!open().isEmpty()) {
            confirm(open().getFirst());
        }
    }

    private void confirm(TransferJob job) {
        Asset asset = transactions.<Optional<Asset>>read(s -> s.assets().find(ASSET)).orElseThrow();
        transactions.change(stores ->
                stores.jobs()
                        .lock(job.id())
                        .filter(now -> now.state() == JobState.NOT_SCHEDULED)
                        .ifPresent(now -> stores.jobs().updateAll(List.of(now.sent(Fixtures.T0)))));
        confirmations.take(
                List.of(
                        new Report.Confirmation(
                                job.server(),
                                Fixtures.T0,
                                job.id(),
                                1,
                                ASSET,
                                asset.path(),
                                Report.Reason.DONE,
                                "",
                                Optional.of(asset.checksum()),
                                ByteCount.ZERO,
                                Duration.ZERO)));
    }

    /// Servers that hold the asset and are not to be purged, of each cluster.
    private Map<Long, List<Long>> held() {
        return transactions.read(stores -> {
            List<ServerId> purged =
                    stores.jobs().openOfAsset(ASSET).stream()
                            .filter(job -> job.kind() == JobKind.PURGE)
                            .map(TransferJob::server)
                            .toList();
            return stores.replicas().ofAsset(ASSET).stream()
                    .map(Replica::server)
                    .filter(server -> !purged.contains(server))
                    .collect(
                            Collectors.groupingBy(
                                    server -> clusterOf(stores, server),
                                    TreeMap::new,
                                    Collectors.mapping(ServerId::value, Collectors.toList())));
        });
    }

    private static long clusterOf(Stores stores, ServerId server) {
        return stores.servers()
                .find(server)
                .flatMap(EdgeServer::cluster)
                .map(ClusterId::value)
                .orElseThrow();
    }

    @Test
    void aServerThatIsDrainedLosesItsCopyOnlyWhenAnotherHoldsIt() {
        long drained = held().getOrDefault(4L, List.of()).getFirst();

        put(drained, ServerState.DRAINING);

        assertThat(open()).extracting(TransferJob::kind).containsExactly(JobKind.FILL);
        assertThat(held().get(4L)).contains(drained).hasSize(2);
        assertThat(transactions.read(s -> s.distributions().of(List.of(ASSET))).getFirst())
                .as("what leaves counts for nobody")
                .satisfies(d -> assertThat(d.assigned()).isEqualTo(4))
                .satisfies(d -> assertThat(d.verified()).isEqualTo(3));
        drains.turn();
        assertThat(openAlarms()).isEmpty();

        confirm(open().getFirst());

        assertThat(open())
                .extracting(TransferJob::kind, job -> job.server().value(), TransferJob::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                JobKind.PURGE, drained, "other servers hold it in its place"));
        settle();
        planning.plan(ASSET, "again");
        assertThat(open()).isEmpty();
        assertThat(held().get(4L)).doesNotContain(drained).hasSize(2);
        drains.turn();
        assertThat(openAlarms())
                .extracting(Alarm::text)
                .containsExactly(
                        "Server edge-"
                                + drained
                                + " is drained and holds nothing any more: switch it off, retire"
                                + " it, or put it back to work");
        put(drained, ServerState.RETIRED);
        drains.turn();
        assertThat(openAlarms()).isEmpty();
    }

    private List<Alarm> openAlarms() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    @Test
    void aServerWithoutRoomForWhatItShallTakeOverIsAnAlarmUntilItHasRoom() {
        long drained = held().getOrDefault(4L, List.of()).getFirst();
        put(drained, ServerState.DRAINING);
        TransferJob fill = open().getFirst();
        for (int attempt = 1; attempt <= 6; attempt++) {
            assertThat(openAlarms())
                    .as("attempt %d", attempt)
                    .extracting(Alarm::code)
                    .doesNotContain("handover-blocked");
            refuse(fill.id(), attempt);
        }
        assertThat(openAlarms())
                .filteredOn(alarm -> alarm.code().equals("handover-blocked"))
                .extracting(Alarm::text)
                .containsExactly(
                        "Server "
                                + fill.server()
                                + " has no room for acme/default/a.mp4, and the copies that it is"
                                + " to replace stay until it holds it. Where their servers wait for"
                                + " room, too, nothing goes on by itself: make room or give more of"
                                + " it on one of them, or let assets of a policy be evicted");
        assertThat(held().get(4L)).contains(drained);

        confirm(open().getFirst());
        new ServerTroubles(transactions, alarms).turn();
        assertThat(openAlarms()).isEmpty();
    }

    private void refuse(JobId id, int attempt) {
        transactions.change(stores -> {
            TransferJob job = stores.jobs().lock(id).orElseThrow();
            stores.jobs().updateAll(List.of(job.sent(Fixtures.T0)));
        });
        TransferJob sent =
                transactions.<Optional<TransferJob>>read(s -> s.jobs().find(id)).orElseThrow();
        confirmations.take(
                List.of(
                        new Report.Confirmation(
                                sent.server(),
                                Fixtures.T0,
                                id,
                                attempt,
                                ASSET,
                                Fixtures.asset(21, 2, "acme/default/a.mp4", 1).path(),
                                Report.Reason.DISK_FULL,
                                "all that is there is pinned",
                                Optional.empty(),
                                ByteCount.ZERO,
                                Duration.ZERO)));
    }

    @Test
    void theLastServerOfAllKeepsWhatItHolds() {
        for (long server = 11; server <= 16; server++) {
            put(server, ServerState.DRAINING);
        }
        settle();
        assertThat(held().values().stream().mapToInt(List::size).sum()).isPositive();
        assertThat(draining()).hasSize(6);
    }

    @Test
    void aServerThatAPolicyTakesTheCopyFromKeepsItUntilTheNewOneIsVerified() {
        List<Long> before = held().values().stream().flatMap(List::stream).toList();
        order(Spread.PER_REGION, 1);
        long chosen =
                transactions.<List<Assignment>>read(s -> s.assignments().ofAsset(ASSET)).stream()
                        .filter(assignment -> !assignment.isLeaving())
                        .map(assignment -> assignment.server().value())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("nobody is chosen"));
        if (!before.contains(chosen)) {
            assertThat(held().values().stream().flatMap(List::stream).toList()).isEqualTo(before);
        }
        settle();
        assertThat(held().values().stream().flatMap(List::stream).toList()).containsExactly(chosen);
    }

    @Test
    void whatNobodyWantsAnyMoreGoesAtOnce() {
        order(Spread.NONE, 0);
        assertThat(open()).extracting(TransferJob::kind).containsOnly(JobKind.PURGE).hasSize(4);
    }

    /// Servers are drained and put back in any order, while confirmations come in any order: as
    /// long as a cluster has two servers that work, two of it hold the asset at every moment.
    @ParameterizedTest
    @ValueSource(ints = {100})
    void noCopyGoesBeforeAnotherIsVerified(int seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            Random chance = new Random(seed);
            for (int step = 0; step < 40; step++) {
                List<TransferJob> open = open();
                if (!open.isEmpty() && chance.nextInt(3) > 0) {
                    confirm(open.get(chance.nextInt(open.size())));
                } else {
                    change(chance);
                }
                assertThat(held().values())
                        .as("seed %d, step %d", seed, step)
                        .hasSize(2)
                        .allMatch(servers -> servers.size() >= 2);
            }
            settle();
            planning.plan(ASSET, "again");
            assertThat(open()).as("seed %d", seed).isEmpty();
            List<Long> draining = draining();
            held().values()
                    .forEach(servers ->
                            assertThat(servers).hasSize(2).noneMatch(draining::contains));
        }
    }

    private void change(Random chance) {
        List<Long> draining = draining();
        long server = 11L + chance.nextInt(6);
        boolean isFirst = server < 14;
        boolean oneIsDrained = draining.stream().anyMatch(other -> other < 14 == isFirst);
        if (draining.contains(server)) {
            put(server, ServerState.ONLINE);
        } else if (!oneIsDrained) {
            put(server, ServerState.DRAINING);
        }
    }

    private List<Long> draining() {
        List<Long> found = new ArrayList<>();
        transactions.<List<EdgeServer>>read(stores -> stores.servers().all()).stream()
                .filter(server -> server.state() == ServerState.DRAINING)
                .forEach(server -> found.add(server.id().value()));
        return found;
    }
}
