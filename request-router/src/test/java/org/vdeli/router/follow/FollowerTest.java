package org.vdeli.router.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.router.decide.Board;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.RoutingModel;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Standing;
import org.vdeli.router.map.Update;
import org.vdeli.router.map.Worlds;
import org.vdeli.router.net.IpPrefix;

class FollowerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String PATH = "acme/default/ä.mp4";

    @TempDir private Path folder;

    private static Update roundTrip(Update update) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        UpdateCodec.write(update, bytes);
        return UpdateCodec.read(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static RoutingModel model() {
        RoutingModel model = new RoutingModel(7);
        model.setFleet(
                Worlds.fleet(
                        40,
                        List.of(
                                new Fleet.Network(
                                        IpPrefix.parse("10.0.0.0/8").orElseThrow(), 10, 0),
                                new Fleet.Network(
                                        IpPrefix.parse("2001:db8::/32").orElseThrow(), 0, 2)),
                        List.of(new Fleet.Reach("acme/default", List.of(1L, 2L)))));
        model.put(1, PATH, Worlds.ids(101, 103));
        model.put(2, "acme/default/everywhere.mp4", Worlds.ids(101, 220));
        model.put(3, "acme/default/nowhere.mp4", List.of());
        return model;
    }

    @Test
    void anUpdateIsTheSameAfterItsWay() throws IOException {
        RoutingModel model = model();
        Pulse pulse =
                Worlds.pulse(model.fleet(), Map.of(102L, Standing.NGINX_DOWN), Map.of(103L, 93));
        Update whole = model.since(Update.Mark.NOTHING, pulse);
        Update read = roundTrip(whole);
        assertThat(read.mark()).isEqualTo(whole.mark());
        assertThat(read.whole()).isTrue();
        assertThat(read.fleet()).isEqualTo(whole.fleet());
        assertThat(read.assets()).containsExactlyInAnyOrderElementsOf(whole.assets());
        assertThat(read.pulse().standings()).isEqualTo(pulse.standings());
        assertThat(read.pulse().loads()).isEqualTo(pulse.loads());

        model.remove(2);
        Update some = roundTrip(model.since(whole.mark(), pulse));
        assertThat(some.whole()).isFalse();
        assertThat(some.removed()).containsExactly(2L);
    }

    @Property(tries = 300)
    void damagedBytesAreRefusedAndNothingElse(@ForAll long seed) throws IOException {
        Random chance = new Random(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        UpdateCodec.write(model().since(Update.Mark.NOTHING, Worlds.allUp(120)), out);
        byte[] bytes = out.toByteArray();
        for (int i = 1 + chance.nextInt(3); i > 0; i--) {
            bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
        }
        try {
            UpdateCodec.read(new ByteArrayInputStream(bytes, 0, chance.nextInt(bytes.length + 1)));
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void aRouterThatStartsWithoutAManagerKnowsWhatItKnew() throws Exception {
        RoutingModel model = model();
        Pulse[] pulse = {Worlds.allUp(model.fleet().size())};
        Board board = new Board();
        Follower follower =
                new Follower(
                        mark -> roundTrip(model.since(mark, pulse[0])),
                        new SnapshotFile(folder),
                        board,
                        () -> NOW);
        assertThat(follower.health().ok()).isFalse();
        follower.turn();
        assertThat(follower.health().ok()).isTrue();
        model.put(1, PATH, Worlds.ids(101, 104));
        follower.turn();
        follower.close();
        // A server that falls silent changes nothing but the pulse.
        pulse[0] = Worlds.pulse(model.fleet(), Map.of(102L, Standing.SILENT), Map.of());
        follower.turn();
        follower.close();

        Board again = new Board();
        Follower without =
                new Follower(
                        mark -> {
                            throw new IOException("no manager");
                        },
                        new SnapshotFile(folder),
                        again,
                        () -> NOW);
        without.recall();
        without.turn();
        RoutingSnapshot known = again.picture().snapshot();
        RoutingTable table = known.table();
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.holders(table.find(PATH)).numbers()).containsExactly(0, 1, 2, 3);
        assertThat(known.pulse().standing(1)).isEqualTo(Standing.SILENT);
        assertThat(table.fleet().fleet()).isEqualTo(model.fleet().fleet());
        assertThat(without.health().ok()).isTrue();
        assertThat(without.health().dependencies().getLast().detail())
                .isEqualTo("is away: no manager");
    }

    @Test
    void aManagerThatStartsAnewIsFollowedFromTheBeginning() throws Exception {
        RoutingModel first = model();
        RoutingModel second = new RoutingModel(8);
        second.setFleet(Worlds.fleet(2));
        second.put(9, "acme/default/new.mp4", List.of(101L));
        RoutingModel[] current = {first};
        Board board = new Board();
        Follower follower =
                new Follower(
                        mark ->
                                roundTrip(
                                        current[0].since(
                                                mark, Worlds.allUp(current[0].fleet().size()))),
                        new SnapshotFile(folder),
                        board,
                        () -> NOW);
        follower.turn();
        current[0] = second;
        follower.turn();
        RoutingTable table = board.picture().snapshot().table();
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.find("acme/default/new.mp4")).isNotNegative();
        assertThat(table.fleet().size()).isEqualTo(6);
    }

    @Test
    void aDamagedFileIsNotUsed() throws Exception {
        SnapshotFile file = new SnapshotFile(folder);
        file.store(model().since(Update.Mark.NOTHING, Worlds.allUp(120)));
        assertThat(file.load()).isPresent();
        Path path = folder.resolve("routing.snapshot");
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
        assertThat(file.load()).isEmpty();
        Files.write(path, new byte[3]);
        assertThat(file.load()).isEmpty();
        Files.delete(path);
        assertThat(file.load()).isEmpty();
    }

    @Test
    void anotherVersionIsRefusedInWords() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(new byte[] {'V', 'D', 'R', 'T', 9});
        }
        assertThatThrownBy(() -> UpdateCodec.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
    }
}
