package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Distribution;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.purge.Purging;

/// Origins 11, 12 and 13, of which each asset is on two, and edges 14 and 15, all of cluster 4.
class OriginPlanningTest {
    private static final AssetId FILM = new AssetId(21);
    private static final Set<ServerId> ORIGINS =
            Set.of(new ServerId(11), new ServerId(12), new ServerId(13));
    private static final Set<ServerId> EDGES = Set.of(new ServerId(14), new ServerId(15));

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100_000);
    private final Planning planning =
            new Planning(
                    transactions,
                    ids::incrementAndGet,
                    () -> Fixtures.T0,
                    Changes.IGNORED,
                    () -> {});
    private final AlarmDesk alarms =
            new AlarmDesk(transactions, ids::incrementAndGet, () -> Fixtures.T0, Changes.IGNORED);
    private final Confirmations confirmations =
            new Confirmations(planning, alarms, RetryRule.USUAL, () -> Fixtures.T0, new Random(1));

    @BeforeEach
    void world() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            for (long id = 14; id <= 15; id++) {
                stores.servers().add(Fixtures.server(id, 4, "edge-" + id));
            }
            stores.policies()
                    .add(
                            new DeliveryPolicy(
                                    new PolicyId(77),
                                    new ProjectId(2),
                                    Optional.empty(),
                                    1,
                                    Spread.ALL,
                                    0,
                                    false,
                                    TransferMethod.SWARM.preset(),
                                    LocalTime.MIDNIGHT,
                                    LocalTime.MIDNIGHT,
                                    3));
        });
        ORIGINS.forEach(origin -> be(origin, ServerState.ONLINE));
    }

    private void be(ServerId origin, ServerState state) {
        transactions.change(stores ->
                stores.servers()
                        .update(
                                Fixtures.as(
                                        stores.servers().find(origin).orElseThrow(),
                                        ServerRole.ORIGIN,
                                        state)));
    }

    private List<TransferJob> open(JobKind kind) {
        return transactions.<List<TransferJob>>read(stores ->
                stores.jobs().openOfAsset(FILM).stream()
                        .filter(job -> job.kind() == kind)
                        .toList());
    }

    private static Set<ServerId> servers(List<TransferJob> jobs) {
        return jobs.stream().map(TransferJob::server).collect(Collectors.toSet());
    }

    private Set<ServerId> holders() {
        return transactions.<Set<ServerId>>read(stores ->
                stores.replicas().ofAsset(FILM).stream()
                        .map(Replica::server)
                        .collect(Collectors.toSet()));
    }

    /// Agents do what they were ordered.
    private void carryOut(List<TransferJob> jobs) {
        transactions.change(stores ->
                stores.jobs()
                        .updateAll(
                                jobs.stream()
                                        .flatMap(job -> stores.jobs().lock(job.id()).stream())
                                        .map(job -> job.sent(Fixtures.T0))
                                        .toList()));
        Asset asset = transactions.<Optional<Asset>>read(s -> s.assets().find(FILM)).orElseThrow();
        for (TransferJob job : jobs) {
            confirmations.take(
                    List.of(
                            new Report.Confirmation(
                                    job.server(),
                                    Fixtures.T0,
                                    job.id(),
                                    job.attempt() + 1,
                                    FILM,
                                    asset.path(),
                                    Report.Reason.DONE,
                                    "",
                                    Optional.of(asset.checksum()),
                                    ByteCount.ZERO,
                                    Duration.ZERO)));
        }
    }

    private Set<ServerId> fillAll() {
        planning.plan(FILM, "new");
        Set<ServerId> filled = servers(open(JobKind.FILL));
        carryOut(open(JobKind.FILL));
        return filled;
    }

    @Test
    void anAssetGoesToTwoOriginsAndByItsPolicyToTheEdgesAlone() {
        planning.plan(FILM, "new");

        List<TransferJob> fills = open(JobKind.FILL);
        assertThat(fills).hasSize(4);
        assertThat(servers(fills)).containsAll(EDGES);
        List<TransferJob> toOrigins =
                fills.stream().filter(job -> ORIGINS.contains(job.server())).toList();
        assertThat(toOrigins)
                .hasSize(2)
                .allSatisfy(job -> {
                    assertThat(job.policy()).isEmpty();
                    assertThat(job.terms()).isEqualTo(Wish.OF_ORIGIN.terms());
                });
        carryOut(fills);
        planning.plan(FILM, "again");
        assertThat(open(JobKind.FILL)).isEmpty();
        assertThat(open(JobKind.PURGE)).isEmpty();
        List<Distribution> distributions =
                transactions.read(stores -> stores.distributions().of(List.of(FILM)));
        assertThat(distributions)
                .first()
                .satisfies(edges -> assertThat(edges.assigned()).isEqualTo(2))
                .satisfies(edges -> assertThat(edges.verified()).isEqualTo(2));
    }

    @Test
    void theCopyOfARestingOriginIsMadeElsewhereAndGoesWhenItIsBack() {
        Set<ServerId> filled = fillAll();
        ServerId away = ORIGINS.stream().filter(filled::contains).findFirst().orElseThrow();
        ServerId spare =
                ORIGINS.stream().filter(id -> !filled.contains(id)).findFirst().orElseThrow();
        be(away, ServerState.SILENT);
        transactions.change(stores -> stores.originRests().begin(away, Fixtures.T0));
        planning.plan(FILM, "an origin rests");

        assertThat(servers(open(JobKind.FILL))).containsExactly(spare);
        assertThat(open(JobKind.PURGE)).isEmpty();
        carryOut(open(JobKind.FILL));
        assertThat(open(JobKind.PURGE)).isEmpty();
        assertThat(holders()).containsAll(ORIGINS);

        be(away, ServerState.ONLINE);
        transactions.change(stores -> stores.originRests().end(away));
        planning.plan(FILM, "it is back");
        assertThat(servers(open(JobKind.PURGE))).containsExactly(spare);
    }

    @Test
    void anOriginThatIsBackWithoutItsCopyGetsItBeforeTheOtherGoes() {
        Set<ServerId> filled = fillAll();
        ServerId away = ORIGINS.stream().filter(filled::contains).findFirst().orElseThrow();
        transactions.change(stores -> stores.originRests().begin(away, Fixtures.T0));
        planning.plan(FILM, "an origin rests");
        carryOut(open(JobKind.FILL));
        new Losses(planning, alarms, () -> Fixtures.T0)
                .take(
                        List.of(
                                new Report.Lost(
                                        away,
                                        Fixtures.T0,
                                        FILM,
                                        AssetPath.parse("acme/default/a.mp4"),
                                        Report.Loss.MISSING,
                                        "gone")));
        transactions.change(stores -> stores.originRests().end(away));
        planning.plan(FILM, "it is back");

        assertThat(servers(open(JobKind.FILL))).containsExactly(away);
        assertThat(open(JobKind.PURGE)).isEmpty();
        carryOut(open(JobKind.FILL));
        assertThat(open(JobKind.PURGE)).hasSize(1);
        assertThat(ORIGINS).containsAll(servers(open(JobKind.PURGE)));
    }

    @Test
    void aDeletedAssetLeavesTheOriginsWhenItHasLeftTheEdges() {
        Set<ServerId> filled = fillAll();
        planning.delete(FILM);

        assertThat(servers(open(JobKind.PURGE))).isEqualTo(EDGES);
        List<TransferJob> purges = open(JobKind.PURGE);
        carryOut(purges.subList(0, 1));
        assertThat(servers(open(JobKind.PURGE))).hasSize(1);
        carryOut(purges.subList(1, 2));

        Set<ServerId> last = servers(open(JobKind.PURGE));
        assertThat(last).hasSize(2).isSubsetOf(filled).isSubsetOf(ORIGINS);
        carryOut(open(JobKind.PURGE));
        assertThat(holders()).isEmpty();
        assertThat(open(JobKind.PURGE)).isEmpty();
    }

    @Test
    void anEdgeThatIsRetiredDoesNotHoldTheOriginsCopiesBack() {
        fillAll();
        planning.delete(FILM);
        carryOut(open(JobKind.PURGE).subList(0, 1));
        transactions.change(stores -> {
            ServerId left = stores.jobs().openOfAsset(FILM).getFirst().server();
            stores.servers().changeState(List.of(left), ServerState.ONLINE, ServerState.RETIRED);
        });
        List<AssetId> found =
                transactions.read(stores ->
                        stores.assignments().ofDeleted(Optional.empty(), 10).stream()
                                .map(assignment -> assignment.asset())
                                .distinct()
                                .toList());
        assertThat(found).containsExactly(FILM);
        planning.planAll(found, "deleted");
        assertThat(servers(open(JobKind.PURGE))).hasSize(2).isSubsetOf(ORIGINS);
    }

    @Test
    void aPurgeThatDeletesWaitsForTheOriginsAndOneThatRefillsLeavesThemAlone() {
        fillAll();
        Purging purging =
                new Purging(
                        transactions,
                        planning,
                        ids::incrementAndGet,
                        () -> Fixtures.T0.plusSeconds(1000));
        begin(purging, false);
        assertThat(servers(open(JobKind.PURGE))).isEqualTo(EDGES);
        carryOut(open(JobKind.PURGE));
        carryOut(open(JobKind.FILL));
        purging.turn();

        PurgeId purge = begin(purging, true);
        carryOut(open(JobKind.PURGE));
        purging.turn();
        assertThat(isDone(purge)).isFalse();
        assertThat(servers(open(JobKind.PURGE))).hasSize(2).isSubsetOf(ORIGINS);
        carryOut(open(JobKind.PURGE));
        purging.turn();
        assertThat(isDone(purge)).isTrue();
        assertThat(holders()).isEmpty();
    }

    private static PurgeId begin(Purging purging, boolean deletes) {
        PurgeDraft draft =
                new PurgeDraft(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("acme/default"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(deletes),
                        Optional.of(!deletes));
        return ((Purging.Outcome.Begun) purging.begin(draft, "ada", (_, _) -> {})).id();
    }

    private boolean isDone(PurgeId id) {
        return transactions.<Boolean>read(
                stores -> stores.purges().find(id).orElseThrow().finishedAt().isPresent());
    }

    @Test
    void viewersOfTheOldVersionWaitForTheNewOneOnAnEdge() {
        fillAll();
        AssetId newer = new AssetId(22);
        transactions.change(stores -> {
            stores.assets().changeState(List.of(FILM), AssetState.SUPERSEDED);
            stores.assets().add(Fixtures.asset(22, 2, "acme/default/a.mp4", 2), Fixtures.pieces());
            // the policy wants it on one edge alone
            stores.policies().remove(new PolicyId(77));
            stores.policies()
                    .add(
                            new DeliveryPolicy(
                                    new PolicyId(78),
                                    new ProjectId(2),
                                    Optional.empty(),
                                    1,
                                    Spread.PER_REGION,
                                    1,
                                    false,
                                    TransferMethod.SWARM.preset(),
                                    LocalTime.MIDNIGHT,
                                    LocalTime.MIDNIGHT,
                                    3));
        });
        planning.plan(newer, "new");
        List<TransferJob> fills =
                transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(newer));
        transactions.change(stores ->
                stores.replicas()
                        .putAll(
                                fills.stream()
                                        .map(TransferJob::server)
                                        .filter(ORIGINS::contains)
                                        .map(origin -> Fixtures.replica(22, origin.value()))
                                        .toList()));
        planning.plan(newer, "verified on the origins");

        assertThat(servers(open(JobKind.PURGE))).isEmpty();
    }

    @Test
    void edgesReadFromTheOriginsFirstAndAnOriginNotFromItself() {
        Set<ServerId> filled = fillAll();
        List<ServerId> holders =
                ORIGINS.stream().filter(filled::contains).sorted(byValue()).toList();
        transactions.change(stores -> {
            for (ServerId origin : ORIGINS) {
                stores.peerDoors().put(origin, URI.create("http://o" + origin.value() + ":8091"));
            }
        });
        URI own = URI.create("http://manager/origin/v1");
        assertThat(sources(own, new ServerId(14)))
                .hasSize(3)
                .endsWith(own)
                .containsAll(holders.stream().map(OriginPlanningTest::address).toList());
        assertThat(sources(own, holders.getFirst()))
                .containsExactly(address(holders.getLast()), own);

        be(holders.getFirst(), ServerState.SILENT);
        assertThat(sources(own, new ServerId(14)))
                .containsExactly(address(holders.getLast()), own, address(holders.getFirst()));

        be(holders.getFirst(), ServerState.DRAINING);
        assertThat(sources(own, new ServerId(14), Fixtures.T0.plusSeconds(59))).endsWith(own);
        assertThat(sources(own, new ServerId(14), Fixtures.T0.plusSeconds(60)))
                .as("it was switched off")
                .containsExactly(address(holders.getLast()), own, address(holders.getFirst()));
    }

    private static Comparator<ServerId> byValue() {
        return Comparator.comparingLong(ServerId::value);
    }

    private static URI address(ServerId origin) {
        return URI.create("http://o" + origin.value() + ":8091/peer/v1");
    }

    private List<URI> sources(URI own, ServerId reader) {
        return sources(own, reader, Fixtures.T0);
    }

    private List<URI> sources(URI own, ServerId reader, Instant now) {
        return transactions.read(stores -> {
            Asset asset = stores.assets().find(FILM).orElseThrow();
            return new OriginSources(own)
                    .ofAssets(stores, List.of(asset), now)
                    .of(asset, stores.servers().find(reader).orElseThrow());
        });
    }

    @Test
    void oneThatFailedForGoodIsReplaced() {
        planning.plan(FILM, "new");
        TransferJob failed =
                open(JobKind.FILL).stream()
                        .filter(job -> ORIGINS.contains(job.server()))
                        .findFirst()
                        .orElseThrow();
        ServerId spare =
                ORIGINS.stream()
                        .filter(id -> !servers(open(JobKind.FILL)).contains(id))
                        .findFirst()
                        .orElseThrow();
        transactions.change(stores ->
                stores.jobs()
                        .updateAll(
                                stores.jobs().lock(failed.id()).stream()
                                        .map(job -> job.withState(JobState.FAILED, Fixtures.T0))
                                        .toList()));
        planning.plan(FILM, "again");
        assertThat(servers(open(JobKind.FILL))).contains(spare);
    }
}
