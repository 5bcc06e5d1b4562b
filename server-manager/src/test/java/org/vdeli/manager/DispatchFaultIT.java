package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.asset.OriginHealth;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.BrokerManagement.PeekedMessage;

class DispatchFaultIT {
    private static final String PATH = "acme/default/film.mp4";
    private static final Duration LONG = Duration.ofSeconds(60);

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
    void whatWasCommittedBeforeACrashIsSentByTheNextManager() {
        // never started: everything is committed, nothing is sent
        site.deliver(PATH, new byte[2000], UUID.randomUUID());
        assertThat(site.<Long>read(stores -> stores.outbox().count())).isEqualTo(1);
        PlayedAgent agent = site.enrol("one");
        site.road.close();

        site.road = site.openRoad(URI.create("http://127.0.0.1:1"));
        site.road.start();
        agent.start();

        await().atMost(LONG).until(() -> site.current(PATH).isPresent());
        AssetId asset = site.current(PATH).orElseThrow();
        await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one")));
        agent.close();
    }

    @Test
    void aJobThatTheAgentForgotIsSentAgain() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline();
            one.beDeaf(true);
            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> !one.jobs.isEmpty());
            one.beDeaf(false);
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one")));
            Job.Fill again = (Job.Fill) one.jobs.getLast();
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.job()).isEqualTo(((Job.Fill) one.jobs.getFirst()).job());
        }
    }

    @Test
    void aBrokerThatRestartsLosesNothingAndSilencesNobody() throws Exception {
        site.road.start();
        try (PlayedAgent _ = site.enrol("one").start()) {
            awaitOnline();
            HealthApi health = health();
            assertThat(health.look().dependencies())
                    .allMatch(HealthView.Dependency::ok)
                    .extracting(HealthView.Dependency::name)
                    .containsExactly("database", "broker", "origin-store");

            broker.stop();
            long away = System.nanoTime();
            await().atMost(LONG).until(() -> !health.look().ok());
            assertThat(health.look().dependencies())
                    .extracting(HealthView.Dependency::ok)
                    .containsExactly(true, false, true);
            await().atMost(LONG)
                    .until(() ->
                            System.nanoTime() - away
                                    > DispatchSite.SILENT_AFTER.plusSeconds(1).toNanos());
            broker.startAgain();
            await().atMost(LONG).until(() -> health.look().ok());

            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one")));
            assertThat(
                            site.<List<String>>read(stores ->
                                    stores.alarms().allOpen().stream()
                                            .map(alarm -> alarm.code())
                                            .toList()))
                    .doesNotContain("server-silent");
        }
    }

    @Test
    void aBrokerWhoseQueuesAndExchangesAreAllGoneRecoversByItself() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start();
                PlayedAgent two = site.enrol("two").start()) {
            awaitOnline();
            for (int round = 1; round <= 2; round++) {
                broker.wipe(List.of(one.server, two.server));
                String path = "acme/default/round-" + round + ".mp4";
                site.deliver(path, new byte[2000 + round], UUID.randomUUID());
                await().atMost(LONG).until(() -> site.current(path).isPresent());
                AssetId asset = site.current(path).orElseThrow();
                await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one", "two")));
            }
        }
    }

    @Test
    void aDatabaseRestoredFromAnOlderBackupDestroysNothing() throws Exception {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline();
            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(PATH).isPresent());
            AssetId before = site.current(PATH).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(before).equals(Set.of("one")));
            String later = "acme/default/later.mp4";
            byte[] laterBytes = "accepted after the backup".getBytes(StandardCharsets.UTF_8);
            site.deliver(later, laterBytes, UUID.randomUUID());
            site.deliver(PATH, new byte[3000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(later).isPresent());
            await().atMost(LONG).until(() -> !site.current(PATH).equals(Optional.of(before)));
            AssetId lost = site.current(later).orElseThrow();
            AssetId newer = site.current(PATH).orElseThrow();
            await().atMost(LONG)
                    .until(() ->
                            site.holders(lost).equals(Set.of("one"))
                                    && site.holders(newer).equals(Set.of("one"))
                                    && site.holders(before).isEmpty());
            Set<AssetId> held = assets(one);
            assertThat(held).containsExactlyInAnyOrder(lost, newer);

            site.road.close();
            site.forgetWhatCameAfter(before);
            site.road = site.openRoad(URI.create("http://127.0.0.1:1"));
            site.road.start();
            int jobsBefore = one.jobs.size();
            await().atMost(LONG)
                    .until(() ->
                            one.jobs.stream()
                                    .skip(jobsBefore)
                                    .anyMatch(Job.SendInventory.class::isInstance));
            site.road.reconciler().take(one.server, one.inventory());

            await().atMost(LONG)
                    .until(() ->
                            site.<List<String>>read(stores ->
                                            stores.alarms().allOpen().stream()
                                                    .map(alarm -> alarm.code())
                                                    .toList())
                                    .contains("unknown-contents"));
            assertThat(assets(one)).isEqualTo(held);
            assertThat(one.jobs).noneMatch(Job.Purge.class::isInstance);
            assertThat(site.road.originStore().find(Checksum.ofContent(laterBytes))).isPresent();

            // Uploaded again, it is the next version of what the server holds.
            site.deliver(later, laterBytes, UUID.randomUUID());
            site.deliver(PATH, new byte[3000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(later).isPresent());
            AssetId again = site.current(later).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(again).equals(Set.of("one")));
            assertThat(site.<Long>read(s -> s.assets().find(again).orElseThrow().version()))
                    .isEqualTo(2);
            await().atMost(LONG).until(() -> !site.current(PATH).equals(Optional.of(before)));
            AssetId newest = site.current(PATH).orElseThrow();
            assertThat(site.<Long>read(s -> s.assets().find(newest).orElseThrow().version()))
                    .isEqualTo(3);
            await().atMost(LONG).until(() -> site.holders(newest).equals(Set.of("one")));
        }
    }

    private static Set<AssetId> assets(PlayedAgent agent) {
        return agent.inventory().entries().stream()
                .map(entry -> entry.asset())
                .collect(Collectors.toSet());
    }

    @Test
    void doubledReorderedAndFalseConfirmationsChangeNothing() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start();
                PlayedAgent two = site.enrol("two").start()) {
            awaitOnline();
            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one", "two")));
            Job.Fill fill = (Job.Fill) one.jobs.getFirst();
            AssetPath path = fill.path();
            one.confirm(
                    fill.job(), 1, asset, path, Report.Reason.DONE, Optional.of(fill.checksum()));
            one.confirm(fill.job(), 1, asset, path, Report.Reason.UNREACHABLE, Optional.empty());
            two.confirm(
                    fill.job(),
                    1,
                    asset,
                    path,
                    Report.Reason.DONE,
                    Optional.of(Checksum.ofContent(new byte[1])));
            await().atMost(LONG).until(() -> site.road.deadLetters().count() == 1);
            assertThat(site.road.deadLetters().peek(5))
                    .extracting(PeekedMessage::reason)
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "job "
                                    + fill.job()
                                    + " is asset "
                                    + asset
                                    + " on server "
                                    + one.server
                                    + ", not asset "
                                    + asset
                                    + " on server "
                                    + two.server);
            assertThat(site.holders(asset)).containsExactlyInAnyOrder("one", "two");
            assertThat(jobState(fill)).isEqualTo(JobState.VERIFIED);
        }
    }

    @Test
    void aWrongChecksumIsNoReplicaAndIsTriedAgain() {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline();
            one.answerWith(Report.Reason.CHECKSUM_MISMATCH);
            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> !one.jobs.isEmpty());
            Job.Fill fill = (Job.Fill) one.jobs.getFirst();
            await().atMost(LONG).until(() -> jobState(fill) == JobState.RETRYING);
            assertThat(site.holders(fill.asset())).isEmpty();
            one.answerWith(Report.Reason.DONE);
            await().atMost(LONG).until(() -> site.holders(fill.asset()).equals(Set.of("one")));
            assertThat(jobState(fill)).isEqualTo(JobState.VERIFIED);
        }
    }

    @Test
    void whatCannotBeReadIsDeadLetteredWithTheReasonAndTheConsumerLivesOn() throws Exception {
        site.road.start();
        try (PlayedAgent one = site.enrol("one").start()) {
            awaitOnline();
            byte[] garbage = "{\"body\":".getBytes(StandardCharsets.UTF_8);
            byte[] unknown =
                    ("{\"version\":1,\"id\":\""
                                    + UUID.randomUUID()
                                    + "\",\"at\":\"2026-11-20T12:00:00Z\","
                                    + "\"body\":{\"type\":\"tomorrow\"}}")
                            .getBytes(StandardCharsets.UTF_8);
            String key = Topology.confirmation(one.server);
            one.publishRaw(Topology.REPORTS, key, garbage);
            one.publishRaw(Topology.REPORTS, key, new byte[5000]);
            one.publishRaw(Topology.REPORTS, key, new byte[10_000]);
            one.publishRaw(Topology.REPORTS, key, unknown);
            await().atMost(LONG).until(() -> site.road.deadLetters().count() == 4);
            assertThat(site.road.deadLetters().peek(10))
                    .extracting(PeekedMessage::reason)
                    .contains("a report of an unknown kind", "5000 bytes are more than 4096");
            await().atMost(LONG)
                    .until(() ->
                            site
                                    .<List<String>>read(stores ->
                                            stores.alarms().allOpen().stream()
                                                    .map(alarm -> alarm.text())
                                                    .toList())
                                    .stream()
                                    .anyMatch(text ->
                                            text.matches(
                                                    "[1-4] messages? w(as|ere) refused and wait in"
                                                            + " dead\\.letters; the first: .+")));

            site.deliver(PATH, new byte[2000], UUID.randomUUID());
            await().atMost(LONG).until(() -> site.current(PATH).isPresent());
            AssetId asset = site.current(PATH).orElseThrow();
            await().atMost(LONG).until(() -> site.holders(asset).equals(Set.of("one")));
            site.road.deadLetters().purge();
            await().atMost(LONG).until(() -> site.road.deadLetters().count() == 0);
            await().atMost(LONG)
                    .until(() -> site.<Boolean>read(stores -> stores.alarms().allOpen().isEmpty()));
        }
    }

    private JobState jobState(Job.Fill fill) {
        return site.<TransferJob>read(stores -> stores.jobs().find(fill.job()).orElseThrow())
                .state();
    }

    private HealthApi health() {
        return new HealthApi(
                Readiness.checks(
                        site.database,
                        site.link(),
                        new OriginHealth(
                                site.road.originStore(),
                                new DiskReserve(() -> 2, ByteCount.of(1)),
                                Clock.systemUTC()),
                        Optional.empty()),
                Clock.systemUTC());
    }

    private void awaitOnline() {
        await().atMost(LONG)
                .until(() ->
                        site.<Boolean>read(stores ->
                                stores.servers().all().stream()
                                        .allMatch(server -> server.state() == ServerState.ONLINE)));
    }
}
