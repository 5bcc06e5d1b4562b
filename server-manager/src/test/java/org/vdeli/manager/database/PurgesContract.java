package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.purge.Purge;
import org.vdeli.manager.purge.Purges;

/// What purges have to keep, wherever they are stored.
interface PurgesContract {
    Transactions transactions();

    private static Purge purge(long id) {
        return new Purge(
                new PurgeId(id),
                new PurgeDraft(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("acme/default"),
                        Optional.empty(),
                        Optional.of(Set.of(new ServerId(11))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true)),
                "ada",
                Fixtures.T0.plusSeconds(id),
                Optional.empty(),
                false,
                0,
                Optional.empty());
    }

    private static Purge done(Purge purge) {
        return new Purge(
                purge.id(),
                purge.draft(),
                purge.by(),
                purge.at(),
                Optional.of(new AssetId(21)),
                true,
                1,
                Optional.of(Fixtures.T0.plusSeconds(99)));
    }

    private static Purge ordered(Purge purge) {
        return new Purge(
                purge.id(),
                purge.draft(),
                purge.by(),
                purge.at(),
                Optional.of(new AssetId(21)),
                true,
                1,
                Optional.empty());
    }

    private static Purges.Target target(long purge, long asset, long server, long job) {
        return new Purges.Target(
                new PurgeId(purge), new AssetId(asset), new ServerId(server), new JobId(job));
    }

    @Test
    default void keepsPurges() {
        Purge one = purge(61);
        Purge two = purge(62);
        transactions()
                .change(stores -> {
                    stores.purges().add(one);
                    stores.purges().add(two);
                    assertThat(stores.purges().find(one.id())).contains(one);
                    assertThat(stores.purges().lock(one.id())).contains(one);
                    assertThat(stores.purges().find(new PurgeId(63))).isEmpty();
                    assertThat(stores.purges().unfinished()).containsExactly(one, two);
                });
        transactions().change(stores -> stores.purges().update(done(one)));
        transactions()
                .change(stores -> {
                    assertThat(stores.purges().find(one.id())).contains(done(one));
                    assertThat(stores.purges().unfinished()).containsExactly(two);
                    assertThat(
                                    stores.purges()
                                            .page(new Paging<>(1, 10, Purges.Order.AT, true))
                                            .items())
                            .containsExactly(two, done(one));
                });
    }

    @Test
    default void countsReceiptsOnceAndNamesTheLaggards() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.purges().add(purge(61));
                    stores.purges().add(purge(62));
                    stores.purges()
                            .addTargets(
                                    List.of(
                                            target(61, 21, 11, 71),
                                            target(61, 21, 12, 72),
                                            target(61, 22, 12, 73),
                                            target(61, 21, 13, 74),
                                            target(62, 21, 11, 71)));
                    stores.purges().addTargets(List.of(target(61, 21, 11, 70)));
                });
        Purges.Laggard twelve = new Purges.Laggard(new ServerId(12), 2, new JobId(73));
        Purges.Laggard thirteen = new Purges.Laggard(new ServerId(13), 1, new JobId(74));
        transactions()
                .change(stores -> {
                    Purges purges = stores.purges();
                    List<JobId> jobs = List.of(new JobId(71), new JobId(70), new JobId(99));
                    assertThat(purges.awaited(jobs)).containsExactly(new JobId(71));
                    assertThat(purges.receive(jobs, Fixtures.T0)).containsExactly(new JobId(71));
                    assertThat(purges.receive(jobs, Fixtures.T0)).isEmpty();
                    assertThat(purges.receive(List.of(), Fixtures.T0)).isEmpty();
                    assertThat(
                                    purges.progress(
                                            List.of(
                                                    new PurgeId(61),
                                                    new PurgeId(62),
                                                    new PurgeId(63))))
                            .isEqualTo(
                                    Map.of(
                                            new PurgeId(61),
                                            new Purges.Progress(4, 1, 0),
                                            new PurgeId(62),
                                            new Purges.Progress(1, 1, 0)));
                    assertThat(purges.complete()).as("none is ordered").isEmpty();
                    purges.update(ordered(purge(61)));
                    purges.update(ordered(purge(62)));
                    assertThat(purges.complete()).containsExactly(new PurgeId(62));
                    assertThat(purges.laggards(new PurgeId(61), 1, 10))
                            .isEqualTo(new Page<>(List.of(twelve, thirteen), 1, 10, 2L));
                    assertThat(purges.laggards(new PurgeId(61), 2, 1))
                            .isEqualTo(new Page<>(List.of(thirteen), 2, 1, 2L));
                    assertThat(
                                    purges.settle(
                                            List.of(new ServerId(12), new ServerId(13)),
                                            Fixtures.T0))
                            .isEqualTo(3);
                    assertThat(purges.complete())
                            .containsExactlyInAnyOrder(new PurgeId(61), new PurgeId(62));
                    purges.update(done(purge(62)));
                    assertThat(purges.complete()).containsExactly(new PurgeId(61));
                });
    }

    @Test
    default void waitsAgainForWhatIsOrderedAgain() {
        JobId first = new JobId(71);
        JobId second = new JobId(79);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.purges().add(purge(61));
                    stores.purges()
                            .addTargets(List.of(target(61, 21, 11, 71), target(61, 21, 12, 72)));
                    stores.purges()
                            .addTargets(List.of(target(61, 21, 11, 79), target(61, 21, 13, 80)));
                });
        transactions()
                .change(stores -> {
                    Purges purges = stores.purges();
                    assertThat(purges.awaited(List.of(first, second))).containsExactly(second);
                    assertThat(purges.receive(List.of(first), Fixtures.T0)).isEmpty();
                    assertThat(purges.receive(List.of(second, new JobId(72)), Fixtures.T0))
                            .containsExactlyInAnyOrder(second, new JobId(72));
                    assertThat(purges.progress(List.of(new PurgeId(61))))
                            .isEqualTo(Map.of(new PurgeId(61), new Purges.Progress(3, 2, 0)));
                    purges.addTargets(List.of(target(61, 21, 11, 81), target(61, 21, 12, 70)));
                    assertThat(purges.progress(List.of(new PurgeId(61))))
                            .isEqualTo(Map.of(new PurgeId(61), new Purges.Progress(3, 1, 0)));
                });
    }

    @Test
    default void waitsNoLongerForJobsThatWereCalledOffOrAreForgotten() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.purges().add(purge(61));
                    stores.purges().add(purge(62));
                    stores.purges().add(done(purge(63)));
                    stores.jobs()
                            .addAll(
                                    List.of(
                                            Fixtures.job(71, 21, 11, JobState.CANCELLED),
                                            Fixtures.job(72, 21, 12, JobState.PROCESSING),
                                            Fixtures.job(73, 21, 13, JobState.FAILED)));
                    stores.purges()
                            .addTargets(
                                    List.of(
                                            target(61, 21, 11, 71),
                                            target(61, 21, 12, 72),
                                            target(61, 21, 13, 73),
                                            target(61, 22, 13, 99),
                                            target(62, 21, 11, 71),
                                            target(63, 21, 11, 98)));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.purges().settleCalledOff(Fixtures.T0))
                            .as("of all purges that are not done")
                            .isEqualTo(3);
                    assertThat(stores.purges().settleCalledOff(Fixtures.T0)).isZero();
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.purges().awaited(List.of(new JobId(71), new JobId(72))))
                            .containsExactly(new JobId(72));
                    assertThat(stores.purges().progress(List.of(new PurgeId(61))))
                            .isEqualTo(Map.of(new PurgeId(61), new Purges.Progress(4, 0, 2)));
                    stores.purges().receive(List.of(new JobId(72)), Fixtures.T0);
                    assertThat(stores.purges().withoutReceipt(new PurgeId(61), new AssetId(21)))
                            .containsExactlyInAnyOrder(new ServerId(11), new ServerId(13));
                });
    }

    @Test
    default void forgetsWhatWasDoneLongAgo() {
        transactions()
                .change(stores -> {
                    stores.purges().add(purge(61));
                    stores.purges().add(purge(62));
                    stores.purges()
                            .addTargets(List.of(target(61, 21, 11, 71), target(61, 21, 12, 72)));
                    stores.purges().update(done(purge(61)));
                });
        transactions()
                .change(s ->
                        assertThat(s.purges().removeFinished(Fixtures.T0.plusSeconds(99), 9))
                                .isZero());
        transactions()
                .change(s ->
                        assertThat(s.purges().removeFinished(Fixtures.T0.plusSeconds(100), 2))
                                .isEqualTo(2));
        transactions()
                .change(s ->
                        assertThat(s.purges().removeFinished(Fixtures.T0.plusSeconds(100), 2))
                                .isEqualTo(1));
        assertThat(transactions().<List<Purge>>read(s -> s.purges().unfinished()))
                .containsExactly(purge(62));
        assertThat(transactions().<Optional<Purge>>read(s -> s.purges().find(new PurgeId(61))))
                .isEmpty();
    }

    @Test
    default void selectsCurrentAssetsByEverythingThatCanBeSaid() {
        Asset a = Fixtures.asset(21, 2, "acme/default/a.mp4", 1);
        Asset b = Fixtures.asset(22, 2, "acme/default/films/b.mp4", 1);
        Asset near = Fixtures.asset(23, 2, "acme/default/films2/c.mp4", 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assets().add(b, Fixtures.pieces());
                    stores.assets().add(near, Fixtures.pieces());
                    Assets assets = stores.assets();
                    assertThat(assets.select(any(), Optional.empty(), 9))
                            .containsExactly(a, b, near);
                    assertThat(assets.select(any(), Optional.of(a.id()), 1)).containsExactly(b);
                    assertThat(assets.select(inFolder("acme/default/films"), Optional.empty(), 9))
                            .containsExactly(b);
                    assertThat(
                                    assets.select(
                                            new Assets.Selection(
                                                    Optional.of(Set.of(near.id(), a.id())),
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    Optional.of(new ProjectId(2)),
                                                    a.acceptedAt()),
                                            Optional.empty(),
                                            9))
                            .containsExactly(a);
                    assertThat(
                                    assets.select(
                                            new Assets.Selection(
                                                    Optional.empty(),
                                                    Optional.of(
                                                            AssetPath.parse("acme/default/a.mp4")),
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    Fixtures.T0.plusSeconds(99)),
                                            Optional.empty(),
                                            9))
                            .containsExactly(a);
                });
    }

    private static Assets.Selection any() {
        return new Assets.Selection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Fixtures.T0.plusSeconds(99));
    }

    private static Assets.Selection inFolder(String folder) {
        return new Assets.Selection(
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder),
                Optional.empty(),
                Fixtures.T0.plusSeconds(99));
    }
}
