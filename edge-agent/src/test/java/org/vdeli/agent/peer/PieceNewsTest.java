package org.vdeli.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.PieceLayout;

class PieceNewsTest {
    private static final PieceLayout LAYOUT = new PieceLayout(ByteCount.of(100), ByteCount.of(1));

    private static Holding.Moment moment(long version, int[] have, int[] fetching) {
        return new Holding.Moment(set(have), set(fetching), version, false);
    }

    private static BitSet set(int... pieces) {
        BitSet set = new BitSet();
        IntStream.of(pieces).forEach(set::set);
        return set;
    }

    private static int[] ints(Set<Integer> pieces) {
        return pieces.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void tellsTheWholeAndThenWhatChanged() {
        Holding.Moment first = moment(0, new int[] {0, 9}, new int[] {3, 4});
        Holding.Moment second = moment(1, new int[] {0, 3, 9}, new int[] {7});

        assertThat(PieceNews.whole(first)).isEqualTo("= AQI GA\n");
        assertThat(PieceNews.changes(first, second)).isEqualTo("+ 3\n~ 7\n- 4\n");
        assertThat(PieceNews.whole(moment(0, new int[0], new int[0]))).isEqualTo("= - -\n");
    }

    @Property
    void leadsAReaderToTheSameState(
            @ForAll @Size(max = 20) Set<@IntRange(max = 99) Integer> have1,
            @ForAll @Size(max = 20) Set<@IntRange(max = 99) Integer> fetching1,
            @ForAll @Size(max = 20) Set<@IntRange(max = 99) Integer> have2,
            @ForAll @Size(max = 20) Set<@IntRange(max = 99) Integer> fetching2) {
        BitSet more = set(ints(have1));
        more.or(set(ints(have2)));
        BitSet under = set(ints(fetching2));
        under.andNot(more);
        BitSet before = set(ints(fetching1));
        before.andNot(set(ints(have1)));
        Holding.Moment first = new Holding.Moment(set(ints(have1)), before, 0, false);
        Holding.Moment second = new Holding.Moment(more, under, 1, false);
        BitSet have = new BitSet();
        BitSet fetching = new BitSet();

        (PieceNews.whole(first) + PieceNews.changes(first, second))
                .lines()
                .forEach(line -> PieceNews.read(line, LAYOUT, have, fetching));

        assertThat(have).isEqualTo(second.have());
        assertThat(fetching).isEqualTo(second.fetching());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "= A",
                "= - - -",
                "+ 100",
                "+ -1",
                "~ x",
                "? 3",
                "+3",
                "= //////////////////// -",
                "= ! -"
            })
    void refusesOtherWords(String line) {
        assertThatThrownBy(() -> PieceNews.read(line, LAYOUT, new BitSet(), new BitSet()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
