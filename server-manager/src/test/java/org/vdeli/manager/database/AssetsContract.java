package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Distribution;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.ingest.Uploads;

/// What uploads, assets, assignments and replicas have to keep, wherever they are stored.
interface AssetsContract {
    Transactions transactions();

    @Test
    default void knowsWhichContentsAreStillNeeded() {
        Set<Checksum> asked = Set.of(Fixtures.SUM, Checksum.ofContent(new byte[] {7}));
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    assertThat(stores.assets().contentsInUse(asked)).containsExactly(Fixtures.SUM);
                    stores.assets().changeState(List.of(new AssetId(21)), AssetState.SUPERSEDED);
                    assertThat(stores.assets().contentsInUse(asked)).isEmpty();
                    stores.replicas().putAll(List.of(Fixtures.replica(21, 11)));
                    assertThat(stores.assets().contentsInUse(asked)).containsExactly(Fixtures.SUM);
                    stores.replicas().removeAll(List.of(Fixtures.replica(21, 11).key()));
                    stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
                    assertThat(stores.assets().contentsInUse(asked)).containsExactly(Fixtures.SUM);
                    stores.assignments().removeAll(List.of(Fixtures.assignment(21, 11).key()));
                    stores.jobs().addAll(List.of(Fixtures.job(51, 21, 11, JobState.RETRYING)));
                    assertThat(stores.assets().contentsInUse(asked)).containsExactly(Fixtures.SUM);
                });
    }

    @Test
    default void needsTheContentOfAnUploadThatIsNoAssetYet() {
        Upload upload = Fixtures.upload(41, 1, "acme/default/b.mp4");
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assets().changeState(List.of(new AssetId(21)), AssetState.DELETED);
                    stores.uploads().add(upload, Fixtures.pieces());
                    assertThat(stores.assets().contentsInUse(Set.of(Fixtures.SUM)))
                            .containsExactly(Fixtures.SUM);
                    stores.uploads().update(upload.rejected("no"));
                    assertThat(stores.assets().contentsInUse(Set.of(Fixtures.SUM))).isEmpty();
                    assertThat(stores.assets().contentsInUse(Set.of())).isEmpty();
                });
    }

    @Test
    default void knowsWhetherALaterUploadOfThePathWasAccepted() {
        Upload first = Fixtures.upload(41, 1, "acme/default/a.mp4");
        Upload second = Fixtures.upload(42, 1, "acme/default/a.mp4");
        Upload other = Fixtures.upload(43, 1, "acme/default/a.mp4 ");
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.uploads().add(first, Fixtures.pieces());
                    stores.uploads().add(second, Fixtures.pieces());
                    stores.uploads().add(other.accepted(new AssetId(21)), Fixtures.pieces());
                    assertThat(stores.uploads().isOvertaken(first)).isFalse();
                    stores.uploads().update(second.accepted(new AssetId(21)));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.uploads().isOvertaken(first)).isTrue();
                    assertThat(stores.uploads().isOvertaken(second)).isFalse();
                });
    }

    @Test
    default void anUploadWaitsForTheManagerThatHasItsBytes() {
        Upload upload = Fixtures.upload(41, 1, "acme/default/b.mp4");
        Upload there =
                new Upload(
                        upload.id(),
                        upload.receipt(),
                        upload.publisher(),
                        upload.path(),
                        upload.size(),
                        upload.checksum(),
                        upload.pieceSize(),
                        upload.state(),
                        "",
                        upload.client(),
                        upload.receivedAt(),
                        Optional.empty(),
                        Optional.of(new ManagerId(7)));
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.uploads().add(there, Fixtures.pieces());
                });
        transactions()
                .change(stores -> {
                    Uploads uploads = stores.uploads();
                    assertThat(uploads.find(there.id())).contains(there);
                    Instant later = Fixtures.T0.plusSeconds(600);
                    assertThat(uploads.waitingSince(new ManagerId(7), later, 9))
                            .containsExactly(there);
                    assertThat(uploads.waitingSince(new ManagerId(8), later, 9)).isEmpty();
                    assertThat(uploads.waitingFor(new ManagerId(7))).isEqualTo(1);
                    assertThat(uploads.waitingFor(new ManagerId(8))).isZero();
                    uploads.update(there.rejected("no"));
                    assertThat(uploads.waitingFor(new ManagerId(7))).isZero();
                });
    }

    @Test
    default void takesAReceiptOnceAndForgetsThePiecesOfAnEndedUpload() {
        Upload upload = Fixtures.upload(41, 1, "acme/default/Ä b.mp4");
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.uploads().add(upload, Fixtures.pieces());
                });
        assertThatThrownBy(() ->
                        transactions()
                                .change(s ->
                                        s.uploads()
                                                .add(
                                                        new Upload(
                                                                new UploadId(42),
                                                                upload.receipt(),
                                                                upload.publisher(),
                                                                upload.path(),
                                                                upload.size(),
                                                                upload.checksum(),
                                                                upload.pieceSize(),
                                                                upload.state(),
                                                                "",
                                                                "",
                                                                Fixtures.T0,
                                                                Optional.empty(),
                                                                Optional.empty()),
                                                        List.of())))
                .isInstanceOfSatisfying(
                        DuplicateKey.class, e -> assertThat(e.key()).isEqualTo("upload_receipt"));
        transactions()
                .change(stores -> {
                    Uploads uploads = stores.uploads();
                    assertThat(uploads.byReceipt(upload.receipt())).contains(upload);
                    assertThat(uploads.lock(upload.id())).contains(upload);
                    assertThat(uploads.lockAll(List.of(upload.id()))).containsExactly(upload);
                    assertThat(uploads.pieces(upload.id())).isEqualTo(Fixtures.pieces());
                    assertThat(
                                    uploads.waitingSince(
                                            new ManagerId(1), Fixtures.T0.plusSeconds(42), 9))
                            .containsExactly(upload);
                    assertThat(
                                    uploads.waitingSince(
                                            new ManagerId(1), Fixtures.T0.plusSeconds(41), 9))
                            .isEmpty();
                    uploads.update(upload.accepted(new AssetId(21)));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.uploads().find(upload.id()))
                            .contains(upload.accepted(new AssetId(21)));
                    assertThat(stores.uploads().pieces(upload.id())).isEmpty();
                    for (Uploads.Order order : Uploads.Order.values()) {
                        assertThat(
                                        stores.uploads()
                                                .page(
                                                        new Uploads.Filter(
                                                                Optional.of(new PublisherId(1)),
                                                                Set.of(UploadState.ACCEPTED),
                                                                Optional.of("ä B")),
                                                        Paging.first(order))
                                                .total())
                                .isEqualTo(1);
                    }
                });
    }

    @Test
    default void countsVersionsOfAPathInItsOwnCase() {
        Asset second = Fixtures.asset(22, 2, "acme/default/a.mp4", 2);
        Asset otherCase = Fixtures.asset(23, 2, "acme/default/A.mp4", 1);
        AssetPath path = second.path();
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.projects().lock(new ProjectId(2));
                    assertThat(stores.assets().lastVersion(path)).isEqualTo(1);
                    stores.assets().changeState(List.of(new AssetId(21)), AssetState.SUPERSEDED);
                    stores.assets().add(second, Fixtures.pieces());
                    stores.assets().add(otherCase, Fixtures.pieces());
                });
        transactions()
                .change(stores -> {
                    Assets assets = stores.assets();
                    assertThat(assets.current(path)).contains(second);
                    assertThat(assets.versions(path))
                            .extracting(Asset::state)
                            .containsExactly(AssetState.CURRENT, AssetState.SUPERSEDED);
                    assertThat(assets.lastVersion(path)).isEqualTo(2);
                    assertThat(assets.lastVersion(AssetPath.parse("acme/default/b"))).isZero();
                    assertThat(assets.lock(second.id())).contains(second);
                    assertThat(assets.findAll(List.of(new AssetId(23), new AssetId(22))))
                            .containsExactly(second, otherCase);
                    assertThat(assets.manifest(second.id()))
                            .contains(
                                    new Manifest(
                                            second.id(),
                                            second.size(),
                                            second.checksum(),
                                            second.pieceSize(),
                                            Fixtures.pieces()));
                    assertThat(assets.manifest(new AssetId(99))).isEmpty();
                });
        assertThatThrownBy(() ->
                        transactions()
                                .change(s ->
                                        s.assets()
                                                .add(
                                                        Fixtures.asset(
                                                                24, 2, "acme/default/a.mp4", 2),
                                                        List.of())))
                .isInstanceOf(DuplicateKey.class);
    }

    @Test
    default void findsTheCurrentAssetThatAPathCannotStandBeside() {
        Asset deep = Fixtures.asset(22, 2, "acme/default/%_ä/b/c.mp4", 1);
        Asset gone = Fixtures.asset(23, 2, "acme/default/gone", 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assets().add(deep, Fixtures.pieces());
                    stores.assets().add(gone, Fixtures.pieces());
                    stores.assets().changeState(List.of(gone.id()), AssetState.DELETED);
                });
        Map<String, Optional<Long>> expected =
                Map.of(
                        "acme/default/a.mp4/below/it.mp4", Optional.of(21L),
                        "acme/default/%_ä", Optional.of(22L),
                        "acme/default/%_ä/b", Optional.of(22L),
                        "acme/default/%_ä/b/c.mp4", Optional.empty(),
                        "acme/default/%_ä/b/c.mp", Optional.empty(),
                        "acme/default/A.mp4/x", Optional.empty(),
                        "acme/default/%_", Optional.empty(),
                        "acme/default/gone/x", Optional.empty());
        expected.forEach((path, id) ->
                assertThat(
                                transactions()
                                        .read(s -> s.assets().inTheWayOf(AssetPath.parse(path)))
                                        .map(asset -> asset.id().value()))
                        .as(path)
                        .isEqualTo(id));
    }

    @Test
    default void goesThroughAllAssetsInParts() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    LongStream.rangeClosed(22, 25)
                            .forEach(id ->
                                    stores.assets()
                                            .add(
                                                    Fixtures.asset(id, 2, "acme/default/" + id, 1),
                                                    Fixtures.pieces()));
                });
        List<Asset> part =
                transactions()
                        .read(s ->
                                s.assets()
                                        .currentOf(
                                                new ProjectId(2), Optional.of(new AssetId(22)), 2));
        assertThat(part).extracting(asset -> asset.id().value()).containsExactly(23L, 24L);
        List<Asset> all =
                transactions()
                        .read(s -> s.assets().inState(AssetState.CURRENT, Optional.empty(), 99));
        assertThat(all).hasSize(5);
        for (Assets.Order order : Assets.Order.values()) {
            Page<Asset> page =
                    transactions()
                            .read(s ->
                                    s.assets()
                                            .page(
                                                    new Assets.Filter(
                                                            Optional.of(new PublisherId(1)),
                                                            Optional.of(new ProjectId(2)),
                                                            Set.of(AssetState.CURRENT),
                                                            Optional.of("/2")),
                                                    new Paging<>(1, 2, order, false)));
            assertThat(page.items())
                    .extracting(Asset::path)
                    .hasToString("[acme/default/22, acme/default/23]");
            assertThat(page.total()).isEqualTo(4);
        }
    }

    @Test
    default void tellsWhatIsMissingAndWhatIsTooMuch() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assignments()
                            .putAll(
                                    List.of(
                                            Fixtures.assignment(21, 11),
                                            Fixtures.assignment(21, 12)));
                    stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
                    stores.replicas()
                            .putAll(List.of(Fixtures.replica(21, 12), Fixtures.replica(21, 13)));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.assignments().unfulfilled(9))
                            .containsExactly(Fixtures.assignment(21, 11));
                    assertThat(stores.replicas().unassigned(Optional.empty(), 9))
                            .containsExactly(Fixtures.replica(21, 13));
                    assertThat(
                                    stores.replicas()
                                            .unassigned(
                                                    Optional.of(Fixtures.replica(21, 12).key()), 9))
                            .containsExactly(Fixtures.replica(21, 13));
                    assertThat(
                                    stores.replicas()
                                            .unassigned(
                                                    Optional.of(Fixtures.replica(21, 13).key()), 9))
                            .isEmpty();
                    assertThat(stores.assignments().ofAsset(new AssetId(21))).hasSize(2);
                    assertThat(stores.assignments().ofServer(new ServerId(12)))
                            .containsExactly(Fixtures.assignment(21, 12));
                    assertThat(stores.assignments().ofAssets(List.of(new AssetId(21)))).hasSize(2);
                    assertThat(stores.replicas().ofAsset(new AssetId(21)))
                            .containsExactly(Fixtures.replica(21, 12), Fixtures.replica(21, 13));
                    assertThat(stores.replicas().ofServer(new ServerId(12)))
                            .containsExactly(Fixtures.replica(21, 12));
                    assertThat(stores.replicas().counts())
                            .isEqualTo(Map.of(new ServerId(12), 1L, new ServerId(13), 1L));
                    Asset asset = Fixtures.asset(21, 2, "acme/default/a.mp4", 1);
                    assertThat(stores.replicas().inventoryOf(new ServerId(13)))
                            .containsExactly(
                                    new Inventory.Entry(
                                            asset.id(),
                                            asset.path(),
                                            1L,
                                            asset.size(),
                                            Fixtures.SUM));
                    stores.jobs()
                            .addAll(
                                    List.of(
                                            Fixtures.job(51, 21, 11, JobState.FAILED),
                                            Fixtures.job(52, 21, 13, JobState.PROCESSING)));
                    assertThat(stores.assignments().unfulfilled(9)).isEmpty();
                    assertThat(stores.replicas().unassigned(Optional.empty(), 9)).isEmpty();
                    stores.assignments().removeAll(List.of(Fixtures.assignment(21, 11).key()));
                    stores.replicas().removeAll(List.of(Fixtures.replica(21, 13).key()));
                    assertThat(stores.assignments().ofServer(new ServerId(11))).isEmpty();
                    assertThat(stores.replicas().ofServer(new ServerId(13))).isEmpty();
                    stores.assets().changeState(List.of(new AssetId(21)), AssetState.DELETED);
                    assertThat(stores.assignments().ofDeleted(Optional.empty(), 9))
                            .containsExactly(Fixtures.assignment(21, 12));
                    assertThat(
                                    stores.assignments()
                                            .ofDeleted(
                                                    Optional.of(Fixtures.replica(21, 12).key()), 9))
                            .isEmpty();
                });
    }

    @Test
    default void knowsWhichAssetsSomeServerIsToLose() {
        Assignment leaving =
                new Assignment(
                        new AssetId(21),
                        new ServerId(11),
                        Optional.empty(),
                        Fixtures.T0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Fixtures.T0.plusSeconds(7)));
        Assignment stays = Fixtures.assignment(21, 12);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assignments().putAll(List.of(leaving, stays));
                    stores.replicas().putAll(List.of(Fixtures.replica(21, 11)));
                });
        transactions()
                .change(stores -> {
                    List<AssetId> asked = List.of(new AssetId(21), new AssetId(22));
                    assertThat(stores.assignments().ofAsset(leaving.asset()))
                            .containsExactly(leaving, stays);
                    assertThat(stores.assignments().leaving(asked))
                            .containsExactly(leaving.asset());
                    assertThat(stores.assignments().leaving(List.of())).isEmpty();
                    assertThat(stores.distributions().of(asked).getFirst().assigned()).isEqualTo(1);
                    assertThat(stores.distributions().of(asked).getFirst().verified()).isZero();
                    stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
                });
        assertThat(
                        transactions()
                                .<Set<AssetId>>read(
                                        s -> s.assignments().leaving(List.of(leaving.asset()))))
                .isEmpty();
    }

    @Test
    default void findsCurrentAssetsWhoseTimeIsOverAndThatSomeServerShallHold() {
        AssetId id = new AssetId(21);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
                    stores.assets().changeExpiry(id, Optional.of(Fixtures.T0.plusSeconds(50)));
                });
        Asset asset = transactions().<Optional<Asset>>read(s -> s.assets().find(id)).orElseThrow();
        assertThat(asset.expiresAt()).contains(Fixtures.T0.plusSeconds(50));
        transactions()
                .change(stores -> {
                    assertThat(stores.assets().expired(Fixtures.T0.plusSeconds(49), 9)).isEmpty();
                    assertThat(stores.assets().expired(Fixtures.T0.plusSeconds(50), 9))
                            .containsExactly(asset);
                    PolicyId policy = new PolicyId(77);
                    assertThat(stores.assets().outlived(policy, Fixtures.T0.plusSeconds(20), 9))
                            .isEmpty();
                    assertThat(stores.assets().outlived(policy, Fixtures.T0.plusSeconds(21), 9))
                            .containsExactly(asset);
                    assertThat(
                                    stores.assets()
                                            .outlived(
                                                    new PolicyId(78),
                                                    Fixtures.T0.plusSeconds(99),
                                                    9))
                            .isEmpty();
                    stores.assets().changeExpiry(id, Optional.empty());
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.assets().find(id).orElseThrow().expiresAt()).isEmpty();
                    assertThat(stores.assets().expired(Fixtures.T0.plusSeconds(99), 9)).isEmpty();
                });
    }

    @Test
    default void remembersWhatWasEvicted() {
        Assignment told =
                new Assignment(
                        new AssetId(21),
                        new ServerId(11),
                        Optional.empty(),
                        Fixtures.T0,
                        Optional.of(false),
                        Optional.empty());
        Assignment evicted =
                new Assignment(
                        told.asset(),
                        told.server(),
                        told.policy(),
                        told.decidedAt(),
                        told.pinned(),
                        Optional.of(Fixtures.T0.plusSeconds(5)));
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assignments().putAll(List.of(told, Fixtures.assignment(21, 12)));
                });
        transactions()
                .change(stores -> {
                    stores.assignments()
                            .evicted(
                                    List.of(told.key(), Fixtures.assignment(21, 13).key()),
                                    Fixtures.T0.plusSeconds(5));
                    assertThat(stores.assignments().ofServer(told.server()))
                            .containsExactly(evicted);
                    assertThat(stores.assignments().unfulfilled(9))
                            .containsExactly(Fixtures.assignment(21, 12));
                    assertThat(stores.assignments().ofServer(new ServerId(13))).isEmpty();
                    stores.assignments().notEvicted(List.of(told.key()));
                    assertThat(stores.assignments().ofServer(told.server())).containsExactly(told);
                    stores.assignments().putAll(List.of(evicted));
                    assertThat(stores.assignments().ofServer(told.server()))
                            .containsExactly(evicted);
                });
    }

    @Test
    default void countsHowFarADistributionIs() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.assignments()
                            .putAll(
                                    List.of(
                                            Fixtures.assignment(21, 11),
                                            Fixtures.assignment(21, 12),
                                            Fixtures.assignment(21, 13)));
                    stores.replicas().putAll(List.of(Fixtures.replica(21, 11)));
                    stores.jobs()
                            .addAll(
                                    List.of(
                                            Fixtures.job(51, 21, 11, JobState.VERIFIED),
                                            Fixtures.job(52, 21, 12, JobState.FAILED),
                                            Fixtures.job(53, 21, 12, JobState.RETRYING),
                                            Fixtures.job(54, 21, 13, JobState.FAILED)));
                });
        ByteCount size = Fixtures.asset(21, 2, "acme/default/a.mp4", 1).size();
        assertThat(distributions())
                .containsExactly(
                        new Distribution(new AssetId(21), size, 3, 1, 1, 1, Optional.empty()));
        transactions()
                .change(stores ->
                        stores.replicas()
                                .putAll(
                                        List.of(
                                                Fixtures.replica(21, 12),
                                                Fixtures.replica(21, 13))));
        assertThat(distributions())
                .containsExactly(
                        new Distribution(
                                new AssetId(21),
                                size,
                                3,
                                3,
                                0,
                                0,
                                Optional.of(Fixtures.T0.plusSeconds(13))));
    }

    private List<Distribution> distributions() {
        return transactions().read(s -> s.distributions().of(List.of(new AssetId(21))));
    }

    @Test
    default void findsAssignmentsAndReplicasOfAssetsOnServers() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    for (long server = 11; server <= 13; server++) {
                        stores.assignments().putAll(List.of(Fixtures.assignment(21, server)));
                        stores.replicas().putAll(List.of(Fixtures.replica(21, server)));
                    }
                    List<AssetId> assets = List.of(new AssetId(21), new AssetId(22));
                    List<ServerId> servers =
                            List.of(new ServerId(13), new ServerId(11), new ServerId(99));
                    assertThat(stores.assignments().of(assets, servers))
                            .containsExactly(
                                    Fixtures.assignment(21, 11), Fixtures.assignment(21, 13));
                    assertThat(stores.replicas().of(assets, servers))
                            .containsExactly(Fixtures.replica(21, 11), Fixtures.replica(21, 13));
                    assertThat(stores.replicas().of(List.of(), servers)).isEmpty();
                });
    }
}
