package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.asset.UnknownContents;

/// What the store of unknown contents has to keep, wherever it is.
interface UnknownContentsContract {
    Transactions transactions();

    private static UnknownContent unknown(long asset, long server, String path, long version) {
        Instant since = Fixtures.T0.plusSeconds(server);
        return new UnknownContent(
                new AssetId(asset),
                new ServerId(server),
                AssetPath.parse(path),
                version,
                ByteCount.of(5000),
                Fixtures.SUM,
                since,
                since.plus(Duration.ofDays(7)));
    }

    @Test
    default void keepsWhatServersHoldAndNoAssetDescribes() {
        UnknownContent a11 = unknown(91, 11, "acme/default/a.mp4", 2);
        UnknownContent a12 = unknown(91, 12, "acme/default/a.mp4", 2);
        UnknownContent b12 = unknown(92, 12, "acme/default/b.mp4", 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.unknownContents().putAll(List.of(a11, a12, b12));
                    stores.unknownContents().putAll(List.of(a11));
                });
        transactions()
                .change(stores -> {
                    UnknownContents unknown = stores.unknownContents();
                    assertThat(unknown.ofServer(new ServerId(12))).containsExactly(a12, b12);
                    assertThat(unknown.ofAssets(List.of(a11.asset()))).containsExactly(a11, a12);
                    assertThat(unknown.ofAssets(List.of())).isEmpty();
                    assertThat(unknown.counts())
                            .isEqualTo(Map.of(new ServerId(11), 1L, new ServerId(12), 2L));
                    assertThat(unknown.sum()).isEqualTo(new UnknownContents.Sum(2, 2));
                    assertThat(unknown.lastVersion(a11.path())).isEqualTo(2);
                    assertThat(unknown.lastVersion(AssetPath.parse("acme/default/c.mp4"))).isZero();
                    assertThat(unknown.holdersOf(b12.path())).containsExactly(new ServerId(12));
                    assertThat(unknown.page(Paging.first(UnknownContents.Order.PATH)))
                            .isEqualTo(
                                    new Page<>(
                                            List.of(copies(a11, 2), copies(b12, 1)),
                                            1,
                                            Page.DEFAULT_PAGE_SIZE,
                                            2L));
                    assertThat(
                                    unknown.page(
                                                    new Paging<>(
                                                            1,
                                                            1,
                                                            UnknownContents.Order.SERVERS,
                                                            true))
                                            .items())
                            .containsExactly(copies(a11, 2));
                    unknown.removeAll(List.of(a12.key()));
                });
        assertThat(
                        transactions()
                                .<List<UnknownContent>>read(
                                        s -> s.unknownContents().ofServer(new ServerId(12))))
                .containsExactly(b12);
    }

    private static UnknownContents.Copies copies(UnknownContent first, long servers) {
        return new UnknownContents.Copies(
                first.asset(),
                first.path(),
                first.version(),
                first.size(),
                first.checksum(),
                servers,
                first.since(),
                first.purgeFrom());
    }

    @Test
    default void letsThemGoWhenTheirTimeHasComeOrAnOperatorSaysSo() {
        UnknownContent a11 = unknown(91, 11, "acme/default/a.mp4", 1);
        UnknownContent b12 = unknown(92, 12, "acme/default/b.mp4", 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.unknownContents().putAll(List.of(a11, b12));
                });
        transactions()
                .change(stores -> {
                    UnknownContents unknown = stores.unknownContents();
                    assertThat(unknown.due(a11.purgeFrom().minusMillis(1), 9)).isEmpty();
                    assertThat(unknown.due(b12.purgeFrom(), 9)).containsExactly(a11, b12);
                    assertThat(unknown.due(b12.purgeFrom(), 1)).containsExactly(a11);
                    Optional<Set<AssetId>> b = Optional.of(Set.of(b12.asset()));
                    assertThat(unknown.letGo(b, Fixtures.T0)).isEqualTo(1);
                });
        transactions()
                .change(stores -> {
                    UnknownContents unknown = stores.unknownContents();
                    assertThat(unknown.due(Fixtures.T0, 9))
                            .containsExactly(b12.purgedFrom(Fixtures.T0));
                    assertThat(unknown.letGo(Optional.of(Set.of()), Fixtures.T0)).isZero();
                    assertThat(unknown.letGo(Optional.empty(), Fixtures.T0)).isEqualTo(1);
                });
    }

    @Test
    default void forgetsThoseOfRetiredServers() {
        UnknownContent b12 = unknown(92, 12, "acme/default/b.mp4", 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.unknownContents()
                            .putAll(List.of(unknown(91, 11, "acme/default/a.mp4", 1), b12));
                    stores.servers()
                            .changeState(
                                    List.of(new ServerId(11)),
                                    ServerState.ONLINE,
                                    ServerState.RETIRED);
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.unknownContents().removeOfRetired()).isEqualTo(1);
                    assertThat(stores.unknownContents().due(b12.purgeFrom(), 9))
                            .containsExactly(b12);
                });
    }

    @Test
    default void knowsWhichContentsAndPathsTheDatabaseHeardOf() {
        Checksum other = Checksum.ofContent(new byte[] {77});
        AssetPath path = AssetPath.parse("acme/default/a.mp4");
        transactions().change(Fixtures::world);
        transactions()
                .change(stores -> {
                    assertThat(stores.assets().contentsKnown(List.of(Fixtures.SUM, other)))
                            .containsExactly(Fixtures.SUM);
                    assertThat(stores.assets().contentsKnown(List.of())).isEmpty();
                    assertThat(
                                    stores.assets()
                                            .current(
                                                    Set.of(
                                                            path,
                                                            AssetPath.parse("acme/default/z.mp4"))))
                            .containsExactly(Fixtures.asset(21, 2, "acme/default/a.mp4", 1));
                    assertThat(stores.assets().current(Set.of())).isEmpty();
                });
    }
}
