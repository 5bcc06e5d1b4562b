package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.placement.Placer;
import org.vdeli.manager.placement.Sites;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PoliciesApi;

class PolicyPreviewTest {
    private static final ProjectId PROJECT = new ProjectId(2);
    private static final ProjectId OTHER_PROJECT = new ProjectId(3);
    private static final long SIZE = 2 * PieceLayout.FINE.bytes();
    private static final URI ORIGIN = URI.create("http://manager/origin/v1");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100_000);
    private final PolicyPreview preview =
            new PolicyPreview(transactions, ORIGIN, () -> Fixtures.T0);
    private final Planning planning =
            new Planning(
                    transactions,
                    ids::incrementAndGet,
                    () -> Fixtures.T0,
                    Changes.IGNORED,
                    () -> {});

    private static <T> T pick(Random chance, T[] all) {
        return all[chance.nextInt(all.length)];
    }

    /// What a job is, whatever its id.
    private record Order(JobKind kind, AssetId asset, ServerId server, JobTerms terms) {
        static Order of(TransferJob job) {
            return new Order(job.kind(), job.asset(), job.server(), job.terms());
        }
    }

    /// Copies that were leaving before the change go when others are verified, whatever changes; a
    /// copy that begins to leave is purged later, as the preview says.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theJobsThatFollowASavedChangeAreThoseOfThePreview(long seed) {
        Random chance = new Random(seed);
        List<AssetId> assets = randomWorld(chance);
        planning.planAll(assets, "planned");
        settle(chance);
        planning.planAll(assets, "planned again");
        PoliciesApi.Change change = randomChange(chance);
        Set<TransferJob> before = Set.copyOf(jobs());
        Set<ReplicaKey> wereLeaving = leaving(assets);

        List<Plan> plans = preview.plans(change);
        PolicyPreviewView shown = preview.preview(change);

        assertThat(Set.copyOf(jobs())).as("nothing is written").isEqualTo(before);
        save(change);
        planning.planAll(assets, "the policies changed");
        List<TransferJob> made = new ArrayList<>(jobs());
        made.removeIf(job -> before.stream().anyMatch(old -> old.id().equals(job.id())));
        List<TransferJob> planned = plans.stream().flatMap(plan -> plan.order().stream()).toList();
        Set<Spot> gone = spots(made, JobKind.PURGE, wereLeaving);
        Set<ReplicaKey> nowLeaving = leaving(assets);
        nowLeaving.removeAll(wereLeaving);
        nowLeaving.forEach(key -> gone.add(new Spot(key.asset(), key.server())));
        assertThat(orders(made, JobKind.FILL))
                .containsExactlyInAnyOrderElementsOf(orders(planned, JobKind.FILL));
        assertThat(gone).isEqualTo(spots(planned, JobKind.PURGE, wereLeaving));
        assertThat(shown.total().fills()).isEqualTo(count(made, JobKind.FILL));
        assertThat(shown.total().purges()).isEqualTo(count(planned, JobKind.PURGE));
        assertThat(shown.purgesLater().orElse(0L)).isLessThanOrEqualTo(shown.total().purges());
        assertThat(shown.total().cancelled())
                .isEqualTo(
                        jobs().stream()
                                .filter(job -> job.state() == JobState.CANCELLED)
                                .filter(job ->
                                        before.stream()
                                                .anyMatch(old ->
                                                        old.id().equals(job.id()) && old.isOpen()))
                                .count());
        assertThat(shown.complete()).isTrue();
        assertThat(preview.preview(new PoliciesApi.Change(change.saved(), savedId(change))).total())
                .as("what is saved changes nothing more")
                .isEqualTo(
                        new PolicyPreviewView.Change(
                                0L, 0L, 0L, 0L, 0L, ByteCount.ZERO, ByteCount.ZERO));
    }

    private static Optional<PolicyId> savedId(PoliciesApi.Change change) {
        return change.saved().map(DeliveryPolicy::id);
    }

    private static List<Order> orders(Collection<TransferJob> jobs, JobKind kind) {
        return jobs.stream().filter(job -> job.kind() == kind).map(Order::of).toList();
    }

    /// A copy.
    private record Spot(AssetId asset, ServerId server) {}

    private static Set<Spot> spots(
            Collection<TransferJob> jobs, JobKind kind, Set<ReplicaKey> but) {
        return jobs.stream()
                .filter(job -> job.kind() == kind && !but.contains(job.key()))
                .map(job -> new Spot(job.asset(), job.server()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Set<ReplicaKey> leaving(Collection<AssetId> assets) {
        return transactions.read(stores ->
                stores.assignments().ofAssets(assets).stream()
                        .filter(Assignment::isLeaving)
                        .map(Assignment::key)
                        .collect(Collectors.toCollection(HashSet::new)));
    }

    private static long count(Collection<TransferJob> jobs, JobKind kind) {
        return jobs.stream().filter(job -> job.kind() == kind).count();
    }

    private List<TransferJob> jobs() {
        return transactions.read(stores -> {
            List<TransferJob> all = new ArrayList<>();
            for (long asset = 1000; asset < 1020; asset++) {
                for (EdgeServer server : stores.servers().all()) {
                    all.addAll(
                            stores.jobs()
                                    .page(
                                            new Jobs.Filter(
                                                    Optional.of(new AssetId(asset)),
                                                    Optional.of(server.id()),
                                                    Set.of(),
                                                    Optional.empty(),
                                                    Optional.empty()),
                                            new Paging<>(1, 1000, Jobs.Order.CREATED_AT, false))
                                    .items());
                }
            }
            return all;
        });
    }

    private List<AssetId> randomWorld(Random chance) {
        List<AssetId> assets = new ArrayList<>();
        transactions.change(stores -> {
            stores.publishers().add(Fixtures.publisher(1, "acme"));
            stores.projects().add(Fixtures.project(PROJECT.value(), 1, "default"));
            stores.projects().add(Fixtures.project(OTHER_PROJECT.value(), 1, "other"));
            for (long region = 1; region <= 2; region++) {
                stores.regions().add(Fixtures.region(region, "region-" + region));
                for (long cluster = 1; cluster <= 2; cluster++) {
                    long id = 10 * region + cluster;
                    stores.clusters().add(Fixtures.cluster(id, region, "cluster-" + id));
                    for (long server = 1; server <= 4; server++) {
                        stores.servers()
                                .add(
                                        server(
                                                10 * id + server,
                                                id,
                                                pick(chance, ServerState.values()),
                                                "UTC"));
                    }
                }
            }
            for (int i = 0; i < 3; i++) {
                stores.policies().add(randomPolicy(chance, new PolicyId(50 + i)));
            }
            for (long asset = 1000; asset < 1020; asset++) {
                ProjectId project = chance.nextInt(4) == 0 ? OTHER_PROJECT : PROJECT;
                stores.assets()
                        .add(
                                Fixtures.asset(
                                        asset,
                                        project.value(),
                                        "acme/default/" + asset + ".mp4",
                                        1),
                                Fixtures.pieces());
                assets.add(new AssetId(asset));
            }
        });
        return assets;
    }

    private static EdgeServer server(long id, long cluster, ServerState state, String zone) {
        EdgeServer made = Fixtures.server(id, cluster, "edge-" + id);
        return new EdgeServer(
                made.id(),
                made.cluster(),
                made.name(),
                made.addresses(),
                made.httpPort(),
                made.position(),
                ZoneId.of(zone),
                ServerRole.EDGE,
                made.capacity(),
                state,
                made.agentVersion(),
                made.installation(),
                made.secretHash(),
                made.lastHeartbeat(),
                made.createdAt());
    }

    private static DeliveryPolicy randomPolicy(Random chance, PolicyId id) {
        return new DeliveryPolicy(
                id,
                chance.nextInt(4) == 0 ? OTHER_PROJECT : PROJECT,
                chance.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new RegionId(1 + chance.nextInt(2))),
                chance.nextInt(3),
                pick(chance, Spread.values()),
                1 + chance.nextInt(3),
                false,
                pick(chance, TransferMethod.values()).preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                chance.nextInt(10));
    }

    /// Some jobs end well, some fail for good, some are handed over, some wait; some servers change
    /// their state.
    private void settle(Random chance) {
        transactions.change(stores -> {
            for (long asset = 1000; asset < 1020; asset++) {
                List<TransferJob> changed = new ArrayList<>();
                for (TransferJob job : stores.jobs().openOfAsset(new AssetId(asset))) {
                    switch (chance.nextInt(5)) {
                        case 0 -> {}
                        case 1 -> changed.add(job.sent(Fixtures.T0));
                        case 2 ->
                                changed.add(
                                        job.sent(Fixtures.T0)
                                                .withState(JobState.FAILED, Fixtures.T0));
                        default -> {
                            changed.add(
                                    job.sent(Fixtures.T0)
                                            .withState(JobState.VERIFIED, Fixtures.T0));
                            stores.replicas()
                                    .putAll(
                                            List.of(
                                                    new Replica(
                                                            job.asset(),
                                                            job.server(),
                                                            Fixtures.SUM,
                                                            Fixtures.T0)));
                        }
                    }
                }
                stores.jobs().updateAll(changed);
            }
            for (EdgeServer server : stores.servers().all()) {
                if (chance.nextInt(4) == 0) {
                    stores.servers()
                            .update(
                                    server(
                                            server.id().value(),
                                            server.cluster().orElseThrow().value(),
                                            pick(chance, ServerState.values()),
                                            "UTC"));
                }
            }
        });
    }

    private static PoliciesApi.Change randomChange(Random chance) {
        Optional<PolicyId> replaced =
                chance.nextBoolean()
                        ? Optional.of(new PolicyId(50 + chance.nextInt(3)))
                        : Optional.empty();
        return replaced.isPresent() && chance.nextInt(3) == 0
                ? new PoliciesApi.Change(Optional.empty(), replaced)
                : new PoliciesApi.Change(
                        Optional.of(randomPolicy(chance, replaced.orElse(new PolicyId(99)))),
                        replaced);
    }

    private void save(PoliciesApi.Change change) {
        transactions.change(stores -> {
            change.replaced().ifPresent(stores.policies()::remove);
            change.saved().ifPresent(stores.policies()::add);
        });
    }

    @Test
    void aSwarmsFileCrossesEachWanOnceAndWaitsForTheWindow() {
        twoClusters(stores -> {});
        PolicyPreviewView shown =
                preview.preview(
                        saved(
                                Spread.ALL,
                                0,
                                TransferMethod.SWARM.preset(),
                                LocalTime.of(14, 0),
                                LocalTime.of(15, 0)));

        assertThat(shown.assets()).isEqualTo(1);
        assertThat(shown.assetsChanged()).isEqualTo(1);
        assertThat(shown.total())
                .isEqualTo(
                        new PolicyPreviewView.Change(
                                5L, 0L, 5L, 0L, 0L, ByteCount.of(5 * SIZE), ByteCount.ZERO));
        assertThat(shown.clustersTotal()).isEqualTo(2);
        assertThat(shown.clusters().getFirst().name()).isEqualTo("Lisbon");
        assertThat(shown.clusters().getFirst().change().fills()).isEqualTo(3);
        assertThat(shown.serversTotal()).isEqualTo(5);
        assertThat(shown.bytesOverWan()).isEqualTo(ByteCount.of(2 * SIZE));
        assertThat(shown.origins())
                .containsExactly(
                        new PolicyPreviewView.OriginLoad(
                                ORIGIN, ByteCount.of(SIZE), ByteCount.of(2 * SIZE)));
        // 4 MiB over 50 Mbit/s, from 14:00 in Lisbon, which has UTC in November
        Duration time = Duration.ofMillis((SIZE * 8 + 49_999) / 50_000);
        assertThat(shown.links())
                .extracting(PolicyPreviewView.WanLoad::time)
                .containsExactly(Optional.of(time), Optional.of(time));
        assertThat(shown.doneAt()).contains(Instant.parse("2026-11-20T14:00:00Z").plus(time));
    }

    @Test
    void aClusterThatKeepsTheFileFetchesNothingOverItsWan() {
        twoClusters(stores -> {
            stores.policies().add(policy(Spread.PER_REGION, 1, TransferMethod.SWARM.preset()));
        });
        planning.plan(new AssetId(21), "planned");
        transactions.change(stores -> {
            TransferJob job = stores.jobs().openOfAsset(new AssetId(21)).getFirst();
            stores.jobs()
                    .updateAll(
                            List.of(
                                    job.sent(Fixtures.T0)
                                            .withState(JobState.VERIFIED, Fixtures.T0)));
            stores.replicas()
                    .putAll(
                            List.of(
                                    new Replica(
                                            job.asset(), job.server(), Fixtures.SUM, Fixtures.T0)));
        });

        PolicyPreviewView shown =
                preview.preview(
                        new PoliciesApi.Change(
                                Optional.of(policy(Spread.ALL, 0, TransferMethod.SWARM.preset())),
                                Optional.of(new PolicyId(77))));

        assertThat(shown.total().fills()).isEqualTo(4);
        assertThat(shown.bytesOverWan()).isEqualTo(ByteCount.of(SIZE));
        assertThat(shown.origins().getFirst().least()).isEqualTo(ByteCount.ZERO);
    }

    @Test
    void whatShallStayIsNotTakenForWhatIsThere() {
        AssetId asset = new AssetId(21);
        twoClusters(stores -> {
            stores.policies().add(policy(Spread.ALL, 0, TransferMethod.SWARM.preset()));
        });
        transactions.change(stores -> {
            for (EdgeServer server : stores.servers().all()) {
                long id = server.id().value();
                stores.assignments().putAll(List.of(Fixtures.assignment(21, id)));
                stores.replicas().putAll(List.of(Fixtures.replica(21, id)));
            }
        });
        PoliciesApi.Change fewer =
                new PoliciesApi.Change(
                        Optional.of(policy(Spread.PER_CLUSTER, 1, TransferMethod.SWARM.preset())),
                        Optional.of(new PolicyId(77)));
        PolicyPreviewView all = preview.preview(fewer);
        assertThat(all.total().purges()).isPositive();
        assertThat(all.purgesLater()).as("what stays is verified").isEmpty();

        Set<ServerId> go =
                preview.plans(fewer).stream()
                        .flatMap(plan -> plan.order().stream())
                        .map(TransferJob::server)
                        .collect(Collectors.toSet());
        transactions.change(stores ->
                stores.replicas()
                        .removeAll(
                                stores.replicas().ofAsset(asset).stream()
                                        .map(Replica::key)
                                        .filter(key -> !go.contains(key.server()))
                                        .toList()));
        assertThat(preview.preview(fewer).purgesLater()).contains(all.total().purges());
    }

    @Test
    void withoutSwarmEachServerFetchesForItselfAtItsRate() {
        twoClusters(stores -> {});
        TransferLimits slow =
                new TransferLimits(TransferMethod.SINGLE, 1, ByteCount.ZERO, Bitrate.megabits(1));
        PolicyPreviewView shown =
                preview.preview(saved(Spread.ALL, 0, slow, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));

        assertThat(shown.bytesOverWan()).isEqualTo(ByteCount.of(5 * SIZE));
        assertThat(shown.doneAt()).contains(Fixtures.T0.plusMillis((SIZE * 8 + 999) / 1000));
    }

    @Test
    void aWanOfUnknownCapacityHasNoEstimate() {
        twoClusters(stores ->
                stores.clusters()
                        .update(
                                new Cluster(
                                        new ClusterId(5),
                                        new RegionId(3),
                                        "Porto",
                                        new GeoPoint(41.1, -8.6),
                                        List.of(),
                                        Bitrate.ZERO)));
        PolicyPreviewView shown =
                preview.preview(
                        saved(
                                Spread.ALL,
                                0,
                                TransferMethod.SWARM.preset(),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT));

        assertThat(shown.doneAt()).isEmpty();
        assertThat(shown.links())
                .extracting(load -> load.time().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void aTransferThatDoesNotFitIntoOneWindowGoesOnInTheNext() {
        WanEstimate link = new WanEstimate(Bitrate.megabits(100));
        link.add(
                new JobTerms(
                        TransferMethod.SWARM.preset(), LocalTime.of(2, 0), LocalTime.of(3, 0), 5),
                server(1, 1, ServerState.ONLINE, "UTC"),
                90_000_000_000L);

        assertThat(link.time()).contains(Duration.ofHours(2));
        assertThat(link.end(Instant.parse("2026-11-20T12:00:00Z")))
                .contains(Instant.parse("2026-11-22T03:00:00Z"));
    }

    @Test
    void whatAnOnlineServerHoldsDoesNotChangeItsPlace() {
        for (long seed = 1; seed <= 20; seed++) {
            InMemoryTransactions other = new InMemoryTransactions();
            Random chance = new Random(seed);
            other.change(stores -> {
                stores.regions().add(Fixtures.region(3, "North"));
                stores.clusters().add(Fixtures.cluster(4, 3, "Lisbon"));
                for (long id = 1; id <= 9; id++) {
                    stores.servers().add(server(id, 4, pick(chance, ServerState.values()), "UTC"));
                }
            });
            other.change(stores -> {
                Placer placer = new Placer(Sites.of(stores.fleet()));
                Map<ServerId, ServerState> states =
                        stores.servers().all().stream()
                                .collect(Collectors.toMap(EdgeServer::id, EdgeServer::state));
                Set<ServerId> holders = new HashSet<>(states.keySet());
                holders.removeIf(id -> chance.nextBoolean());
                Set<ServerId> told = new HashSet<>(holders);
                told.removeIf(id -> states.get(id) == ServerState.ONLINE);
                for (Spread spread : Spread.values()) {
                    List<DeliveryPolicy> policies =
                            List.of(policy(spread, 3, TransferMethod.SWARM.preset()));
                    AssetPath path = AssetPath.parse("acme/default/a.mp4");
                    assertThat(placer.place(path, policies, told))
                            .isEqualTo(placer.place(path, policies, holders));
                }
            });
        }
    }

    /// Cluster Lisbon with three servers, Porto with two.
    private void twoClusters(Consumer<Stores> more) {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.clusters().add(Fixtures.cluster(5, 3, "Porto"));
            stores.servers().add(Fixtures.server(14, 5, "edge-14"));
            stores.servers().add(Fixtures.server(15, 5, "edge-15"));
            more.accept(stores);
        });
        assertThat(
                        transactions.<List<Assignment>>read(
                                s -> s.assignments().ofAsset(new AssetId(21))))
                .isEmpty();
    }

    private static PoliciesApi.Change saved(
            Spread spread, int count, TransferLimits limits, LocalTime from, LocalTime to) {
        return new PoliciesApi.Change(
                Optional.of(
                        new DeliveryPolicy(
                                new PolicyId(77),
                                PROJECT,
                                Optional.empty(),
                                1,
                                spread,
                                count,
                                false,
                                limits,
                                from,
                                to,
                                5)),
                Optional.empty());
    }

    private static DeliveryPolicy policy(Spread spread, int count, TransferLimits limits) {
        return saved(spread, count, limits, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)
                .saved()
                .orElseThrow();
    }
}
