package org.vdeli.router.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RoutingModelTest {
    /// Paths and the ids of the servers that hold them.
    private static Map<String, Set<Long>> told(RoutingTable table, List<String> paths) {
        Map<String, Set<Long>> told = new TreeMap<>();
        for (String path : paths) {
            int asset = table.find(path);
            if (asset >= 0) {
                Set<Long> ids = new TreeSet<>();
                for (int number : table.holders(asset).numbers()) {
                    ids.add(table.fleet().server(number).id());
                }
                told.put(path, ids);
            }
        }
        return told;
    }

    @Property(tries = 60)
    void aCopyThatFollowsByUpdatesIsLikeTheModel(@ForAll long seed) {
        Random chance = new Random(seed);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            paths.add("acme/default/" + i + ".mp4");
        }
        RoutingModel model = new RoutingModel(7);
        RoutingModel copy = new RoutingModel(0);
        Update.Mark mark = Update.Mark.NOTHING;
        int size = 2;
        model.setFleet(Worlds.fleet(size));
        for (int step = 0; step < 60; step++) {
            switch (chance.nextInt(10)) {
                case 0 -> {
                    size = 1 + chance.nextInt(40);
                    model.setFleet(Worlds.fleet(size));
                }
                case 1, 2 -> model.remove(chance.nextInt(30));
                default -> {
                    int id = chance.nextInt(30);
                    List<Long> holders = new ArrayList<>();
                    for (int i = chance.nextInt(3 * size + 1); i > 0; i--) {
                        holders.add(101L + chance.nextInt(3 * size));
                    }
                    model.put(id, paths.get(id), holders);
                }
            }
            if (chance.nextInt(3) == 0) {
                Update update = model.since(mark, Worlds.allUp(model.fleet().size()));
                copy.apply(update);
                mark = update.mark();
                assertThat(copy.mark()).isEqualTo(model.mark());
                assertThat(told(copy.table(), paths)).isEqualTo(told(model.table(), paths));
                assertThat(copy.fleet().fleet()).isEqualTo(model.fleet().fleet());
            }
        }
    }

    @Test
    void saysOnlyWhatChanged() {
        RoutingModel model = new RoutingModel(7);
        model.setFleet(Worlds.fleet(2));
        model.put(1, "acme/default/a.mp4", Worlds.ids(101, 102));
        model.put(2, "acme/default/b.mp4", Worlds.ids(103, 104));
        Pulse pulse = Worlds.allUp(6);
        Update.Mark mark = model.since(Update.Mark.NOTHING, pulse).mark();

        assertThat(model.put(1, "acme/default/a.mp4", Worlds.ids(101, 102))).isFalse();
        Update nothing = model.since(mark, pulse);
        assertThat(nothing.whole()).isFalse();
        assertThat(nothing.fleet()).isEmpty();
        assertThat(nothing.assets()).isEmpty();

        model.put(1, "acme/default/a.mp4", List.of(101L, 999L));
        model.remove(2);
        Update some = model.since(mark, pulse);
        assertThat(some.assets())
                .extracting(RoutingTable.Asset::path)
                .containsExactly("acme/default/a.mp4");
        assertThat(some.assets().getFirst().holders().numbers()).containsExactly(0);
        assertThat(some.removed()).containsExactly(2L);

        assertThat(new RoutingModel(8).since(mark, Worlds.allUp(0)).whole()).isTrue();
    }

    @Test
    void ofTwoAssetsWithOnePathTheYoungerCounts() {
        RoutingModel model = new RoutingModel(7);
        model.setFleet(Worlds.fleet(2));
        model.put(9, "acme/default/a.mp4", List.of(102L));
        model.put(3, "acme/default/a.mp4", List.of(101L));
        RoutingTable table = model.table();
        assertThat(table.holders(table.find("acme/default/a.mp4")).numbers()).containsExactly(1);
        assertThat(table.find("acme/default/b.mp4")).isEqualTo(-1);
    }

    @Property(tries = 200)
    void holdersAreASetWhateverTheirForm(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int fleet) {
        Random chance = new Random(seed);
        BitSet wanted = new BitSet();
        BitSet mask = new BitSet();
        int part = 1 + chance.nextInt(20);
        for (int i = 0; i < fleet; i++) {
            wanted.set(i, chance.nextInt(part) == 0);
            mask.set(i, chance.nextBoolean());
        }
        Holders holders = Holders.of(wanted.stream().toArray(), fleet);
        long[] words = Arrays.copyOf(mask.toLongArray(), Holders.words(fleet));

        assertThat(holders.numbers()).containsExactly(wanted.stream().toArray());
        assertThat(holders.count()).isEqualTo(wanted.cardinality());
        BitSet both = (BitSet) wanted.clone();
        both.and(mask);
        for (int i = 0; i <= fleet; i++) {
            assertThat(holders.next(i, words)).isEqualTo(both.nextSetBit(i));
        }
        for (int i = 0; i < fleet; i++) {
            assertThat(holders.has(i)).isEqualTo(wanted.get(i));
        }
    }
}
