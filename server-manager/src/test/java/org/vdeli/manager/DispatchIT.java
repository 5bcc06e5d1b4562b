package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.Published;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.ingest.Upload;

class DispatchIT {
    private static final String PATH = "acme/default/films/Äpfel und Birnen.mp4";

    private final SharedBroker broker = SharedBroker.running();

    @TempDir Path folder;
    private DispatchSite site;

    @BeforeEach
    void open() {
        site = new DispatchSite(folder, broker);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anUploadBecomesAVerifiedReplicaOnEveryServerOfTheRegion() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start();
                PlayedAgent two = site.enrol("two").start()) {
            awaitOnline("one", "two");
            UUID receipt = UUID.randomUUID();
            byte[] content =
                    "the first version of the film".repeat(100).getBytes(StandardCharsets.UTF_8);

            DeliveryAnswer answer = site.deliver(PATH, content, receipt);

            assertThat(answer).isInstanceOf(DeliveryAnswer.Taken.class);
            assertThat(site.deliver(PATH, content, receipt)).isEqualTo(answer);
            await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).equals(Set.of("one", "two")));
            assertThat(one.jobs).hasSize(1);
            assertThat(two.jobs).hasSize(1);
            Job.Fill fill = (Job.Fill) one.jobs.getFirst();
            assertThat(fill.version()).isEqualTo(1L);
            assertThat(fill.attempt()).isEqualTo(1);
            assertThat(site.road.origin().mayRead(asset, Optional.of(fill.token()))).isTrue();
            assertThat(site.road.origin().mayRead(new AssetId(1), Optional.of(fill.token())))
                    .isFalse();
            assertThat(site.road.origin().manifest(asset).orElseThrow().pieces()).hasSize(3);
            List<TransferJob> jobs =
                    site.transactions().read(stores -> stores.jobs().latestOfAsset(asset));
            assertThat(jobs).extracting(TransferJob::state).containsOnly(JobState.VERIFIED);
            Upload upload =
                    site.transactions()
                            .read(stores -> stores.uploads().byReceipt(receipt))
                            .orElseThrow();
            assertThat(upload.state()).isEqualTo(UploadState.ACCEPTED);
            assertThat(upload.asset()).contains(asset);
            await().until(() -> site.transactions().read(stores -> stores.outbox().count()) == 0);

            byte[] second = "the second version".getBytes(StandardCharsets.UTF_8);
            site.deliver(PATH, second, UUID.randomUUID());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !site.current(PATH).equals(Optional.of(asset)));
            AssetId newer = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            site.holders(newer).equals(Set.of("one", "two"))
                                    && site.holders(asset).isEmpty());
            assertThat(one.jobs).noneMatch(job -> job instanceof Job.Purge);

            site.road.planning().delete(newer);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> one.paths().isEmpty() && site.holders(newer).isEmpty());
        }
    }

    @Test
    void anOriginThatFallsSilentIsReplacedAndTheSurplusGoesWhenItIsBack() {
        site.road.start();
        try (PlayedAgent _ = site.enrol("edge").start();
                PlayedAgent one = site.enrolOrigin("one").start();
                PlayedAgent two = site.enrolOrigin("two").start();
                PlayedAgent three = site.enrolOrigin("three").start()) {
            awaitOnline("edge", "one", "two", "three");
            site.deliver(PATH, "a film".getBytes(StandardCharsets.UTF_8), UUID.randomUUID());
            await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20)).until(() -> site.holders(asset).size() == 3);
            Set<String> first = site.holders(asset);
            assertThat(first).contains("edge");
            PlayedAgent lost =
                    List.of(one, two, three).stream()
                            .filter(agent -> first.contains(agent.enrolled.name()))
                            .findFirst()
                            .orElseThrow();

            lost.beat(false);
            await().atMost(Duration.ofSeconds(40)).until(() -> site.holders(asset).size() == 4);
            lost.beat(true);
            await().atMost(Duration.ofSeconds(40)).until(() -> site.holders(asset).equals(first));
            assertThat(lost.jobs).hasSize(1);
            assertThat(lost.paths()).containsExactly(PATH);
        }
    }

    @Test
    void aPathIsNeverBothFileAndFolder() {
        site.road.start();
        byte[] content = new byte[5000];
        String file = "acme/default/x/y.mp4";
        site.deliver(file, content, UUID.randomUUID());
        await().atMost(Duration.ofSeconds(20)).until(() -> site.current(file).isPresent());

        assertThat(site.deliver("acme/default/x", content, UUID.randomUUID()))
                .isEqualTo(
                        new DeliveryAnswer.Rejected(
                                "acme/default/x is a folder, with acme/default/x/y.mp4 in it"));
        assertThat(site.deliver("acme/default/x/y.mp4/z.mp4", content, UUID.randomUUID()))
                .isEqualTo(
                        new DeliveryAnswer.Rejected(
                                "acme/default/x/y.mp4 is a file and cannot be a folder too"));
    }

    @Test
    void aServerThatJoinsLaterGetsWhatIsThereAndANewClusterPolicyTakesItAway() {
        site.road.start();
        site.deliver(PATH, new byte[5000], UUID.randomUUID());
        await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
        AssetId asset = site.current(PATH).orElseThrow();
        try (PlayedAgent late = site.enrol("late").start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).equals(Set.of("late")));
            assertThat(late.paths()).containsExactly(PATH);

            site.transactions()
                    .change(stores ->
                            stores.policies().remove(stores.policies().all().getFirst().id()));
            site.road.replanning().topologyChanged();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).isEmpty() && late.paths().isEmpty());
        }
    }

    @Test
    void anAgentHasItsOwnQueueAndKeysAloneAndNewCredentialsReplaceTheOld() throws Exception {
        site.road.start();
        await().until(() -> site.link().state().connected());
        UUID installation = UUID.randomUUID();
        Enrolled first = site.enrol("one", installation);
        Enrolled second = site.enrol("one", installation);
        assertThat(second.server()).isEqualTo(first.server());
        assertThat(second.brokerPassword()).isNotEqualTo(first.brokerPassword());
        assertThat(second.secret()).isNotEqualTo(first.secret());
        try (PlayedAgent other = site.enrol("two");
                PlayedAgent old = new PlayedAgent(first, site.broker.uri());
                PlayedAgent agent = new PlayedAgent(second, site.broker.uri())) {
            assertThat(agent.link().awaitConnected(Duration.ofSeconds(20))).isTrue();
            assertThat(other.link().awaitConnected(Duration.ofSeconds(20))).isTrue();
            assertThat(old.link().awaitConnected(Duration.ofSeconds(2))).isFalse();
            byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
            assertThat(
                            agent.publishRaw(
                                    Topology.REPORTS, Topology.heartbeat(other.server), nothing))
                    .isInstanceOf(Published.Failed.class);
            assertThat(agent.publishRaw(Topology.JOBS, Topology.agent(other.server), nothing))
                    .isInstanceOf(Published.Failed.class);
            assertThat(agent.publishRaw("", Topology.agent(other.server), nothing))
                    .isInstanceOf(Published.Failed.class);
            agent.link()
                    .consume(
                            Topology.agent(other.server),
                            1,
                            delivery -> {
                                throw new IllegalStateException("read a foreign queue");
                            });
            site.road.jobOrders().ping(other.server);
            await().until(() ->
                    site.management().depth(Topology.agent(other.server)).orElseThrow().messages()
                            == 1);
            assertThat(
                            site.management()
                                    .depth(Topology.agent(other.server))
                                    .orElseThrow()
                                    .consumers())
                    .isZero();
        }
    }

    @Test
    void theBrokersQueuesAreBoundedInBytes() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            policyOf(Topology.SAMPLES).equals("vdeli-lossy")
                                    && policyOf(Topology.live(DispatchSite.MANAGER))
                                            .equals("vdeli-lossy")
                                    && policyOf(Topology.DEAD_LETTERS).equals("vdeli-lossy")
                                    && policyOf(Topology.agent(one.server)).equals("vdeli-agents"));
            assertThat(policyOf(Topology.CONFIRMATIONS)).isEmpty();
        }
    }

    @Test
    void aServerThatGoesToAnotherClusterHearsTheHintsForItsNewOneAlone() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            String queue = Topology.agent(one.server);
            await().until(() ->
                    keysOf(queue)
                            .equals(
                                    Set.of(
                                            queue,
                                            Topology.ALL_AGENTS,
                                            Topology.cluster(site.cluster),
                                            Topology.region(new RegionId(20)))));
            ClusterId other = new ClusterId(29);
            site.transactions()
                    .change(stores -> {
                        stores.regions().add(new Region(new RegionId(28), "South", List.of(), 2));
                        stores.clusters()
                                .add(
                                        new Cluster(
                                                other,
                                                new RegionId(28),
                                                "s1",
                                                new GeoPoint(1.0, 2.0),
                                                List.of(),
                                                Bitrate.ZERO));
                        EdgeServer server = stores.servers().lock(one.server).orElseThrow();
                        stores.servers().update(moved(server, other));
                    });
            site.road.replanning().topologyChanged();

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            keysOf(queue)
                                    .equals(
                                            Set.of(
                                                    queue,
                                                    Topology.ALL_AGENTS,
                                                    Topology.cluster(other),
                                                    Topology.region(new RegionId(28)))));
        }
    }

    private static EdgeServer moved(EdgeServer server, ClusterId cluster) {
        return new EdgeServer(
                server.id(),
                Optional.of(cluster),
                server.name(),
                server.addresses(),
                server.httpPort(),
                server.position(),
                server.zone(),
                server.role(),
                server.capacity(),
                server.state(),
                server.agentVersion(),
                server.installation(),
                server.secretHash(),
                server.lastHeartbeat(),
                server.createdAt());
    }

    private Set<String> keysOf(String queue) {
        return site.management().jobBindings().getOrDefault(queue, Set.of());
    }

    private String policyOf(String queue) {
        return site.management().depth(queue).orElseThrow().policy();
    }

    @Test
    void aServerIsSilentWhenItsHeartbeatsEndAndComesBackWithThem() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            one.beat(false);
            await().atMost(Duration.ofSeconds(30)).until(() -> state("one") == ServerState.SILENT);
            List<Alarm> open = site.transactions().read(stores -> stores.alarms().allOpen());
            assertThat(open).extracting(alarm -> alarm.code()).containsExactly("server-silent");
            one.beat(true);
            awaitOnline("one");
            await().until(() ->
                    site.transactions().read(stores -> stores.alarms().allOpen()).isEmpty());
        }
    }

    @Test
    void samplesAreStoredOnceAndSeenAtOnce() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            one.sample(1, from);
            one.sample(1, from);
            one.sample(2, from.plusSeconds(10));
            await().until(() ->
                    site.transactions()
                                    .read(stores ->
                                            stores.samples()
                                                    .ofServer(
                                                            one.server,
                                                            from,
                                                            from.plusSeconds(60),
                                                            10))
                                    .size()
                            == 2);
            assertThat(site.live.lastSample(one.server).orElseThrow().sequence()).isEqualTo(2L);
        }
    }

    @Test
    void anInventoryThatDiffersIsMendedBothWays() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            site.deliver(PATH, new byte[3000], UUID.randomUUID());
            await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).equals(Set.of("one")));
            one.lose(PATH);
            one.invent(new AssetId(999), "acme/default/stranger.mp4", new byte[10]);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> one.jobs.stream().anyMatch(Job.SendInventory.class::isInstance));
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            site
                                    .transactions()
                                    .read(stores -> stores.replicas().ofAsset(asset))
                                    .stream()
                                    .allMatch(replica ->
                                            replica.verifiedAt()
                                                    .isBefore(Instant.now().minusSeconds(31))));
            site.road.reconciler().take(one.server, one.inventory());

            // What was lost comes back; what nobody knows is kept until somebody decides.
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            one.paths()
                                    .equals(
                                            Set.of(
                                                    AssetPath.parse(PATH).toString(),
                                                    "acme/default/stranger.mp4")));
            assertThat(one.jobs).noneMatch(Job.Purge.class::isInstance);
            site.road.keptAside().confirm(Optional.empty(), stores -> {});
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> one.paths().equals(Set.of(AssetPath.parse(PATH).toString())));
        }
    }

    @Test
    void aServerThatIsDrainedEndsEmptyAndOnlyAfterOthersHoldWhatItHeld() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline("one");
            site.deliver(PATH, new byte[3000], UUID.randomUUID());
            await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).equals(Set.of("one")));
            drain(one);
            site.road.planning().plan(asset, "drained");
            assertThat(one.jobs).as("nobody else has it").noneMatch(Job.Purge.class::isInstance);

            try (PlayedAgent two = site.enrol("two").start()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> site.holders(asset).equals(Set.of("two")));
                assertThat(one.paths()).isEmpty();
                assertThat(two.paths()).containsExactly(PATH);
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                site
                                        .transactions()
                                        .read(stores -> stores.alarms().allOpen())
                                        .stream()
                                        .anyMatch(alarm -> alarm.code().equals("server-drained")));
            }
        }
    }

    private void drain(PlayedAgent agent) {
        site.transactions()
                .change(stores ->
                        stores.servers()
                                .changeState(
                                        List.of(agent.server),
                                        ServerState.ONLINE,
                                        ServerState.DRAINING));
        site.road.replanning().topologyChanged();
    }

    @Test
    void whatIsDamagedIsFilledAgainAndWhatIsEvictedIsForgottenAtOnceAndLeftAlone() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start();
                PlayedAgent two = site.enrol("two").start()) {
            awaitOnline("one", "two");
            site.deliver(PATH, new byte[3000], UUID.randomUUID());
            await().atMost(Duration.ofSeconds(20)).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> site.holders(asset).equals(Set.of("one", "two")));

            one.lose(PATH, Report.Loss.CHECKSUM_MISMATCH);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            one.jobs.stream().filter(Job.Fill.class::isInstance).count() == 2
                                    && site.holders(asset).equals(Set.of("one", "two")));
            assertThat(one.paths()).containsExactly(PATH);

            two.lose(PATH, Report.Loss.EVICTED);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> site.holders(asset).equals(Set.of("one")));
            site.road.planning().plan(asset, "test");
            site.road.reconciler().take(two.server, two.inventory());
            assertThat(
                            site.transactions()
                                    .<List<TransferJob>>read(
                                            stores -> stores.jobs().openOfAsset(asset)))
                    .isEmpty();
            assertThat(two.jobs).hasSize(1);
            // The alarm of the damage ends with the repair.
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            site.transactions()
                                    .read(stores -> stores.alarms().allOpen())
                                    .isEmpty());
        }
    }

    private ServerState state(String name) {
        return site.transactions()
                .read(stores -> stores.servers().byName(name))
                .orElseThrow()
                .state();
    }

    private void awaitOnline(String... names) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    for (String name : names) {
                        if (state(name) != ServerState.ONLINE) {
                            return false;
                        }
                    }
                    return true;
                });
    }
}
