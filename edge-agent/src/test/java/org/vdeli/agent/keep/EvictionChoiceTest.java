package org.vdeli.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vdeli.agent.keep.EvictionChoice.Candidate;
import org.vdeli.contracts.value.Checksum;

class EvictionChoiceTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

    private static Candidate candidate(int id, long bytes, int day, boolean mayGo) {
        return new Candidate(
                Checksum.ofContent(new byte[] {(byte) id, (byte) (id >> 8)}),
                bytes,
                MONDAY.plusSeconds(86_400L * day),
                mayGo);
    }

    private static long sum(List<Candidate> candidates) {
        return candidates.stream().mapToLong(Candidate::bytes).sum();
    }

    @Test
    void takesTheLongestUnusedAndSparesWhatSomethingLargerMadeNeedless() {
        Candidate a = candidate(1, 1, 0, true);
        Candidate b = candidate(2, 6, 1, true);
        Candidate c = candidate(3, 9, 2, true);

        assertThat(EvictionChoice.choose(List.of(c, a, b), 5)).containsExactly(b);
        assertThat(EvictionChoice.choose(List.of(c, a, b), 7)).containsExactly(a, b);
    }

    @Test
    void takesNothingWhereAllTogetherWouldNotBeEnough() {
        List<Candidate> candidates =
                List.of(candidate(1, 5, 0, true), candidate(2, 1000, 1, false));

        assertThat(EvictionChoice.choose(candidates, 6)).isEmpty();
        assertThat(EvictionChoice.choose(candidates, 5)).hasSize(1);
        assertThat(EvictionChoice.choose(candidates, 0)).isEmpty();
    }

    /// Each number is one candidate: its size, its day and whether it may go.
    @Property
    void makesEnoughRoomOrNoneAndTakesNothingThatIsPinnedOrNeedless(
            @ForAll @Size(max = 40) List<@IntRange(max = 100_000) Integer> numbers,
            @ForAll @IntRange(max = 3000) int needed) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int n = numbers.get(i);
            candidates.add(candidate(i, n % 307, n / 307 % 50, n % 3 != 0));
        }
        List<Candidate> evictable = candidates.stream().filter(Candidate::mayGo).toList();

        List<Candidate> chosen = EvictionChoice.choose(candidates, needed);

        assertThat(evictable).containsAll(chosen);
        assertThat(chosen).doesNotHaveDuplicates();
        if (needed == 0 || sum(evictable) < needed) {
            assertThat(chosen).isEmpty();
            return;
        }
        assertThat(sum(chosen)).isGreaterThanOrEqualTo(needed);
        for (Candidate each : chosen) {
            assertThat(sum(chosen) - each.bytes()).as("without %s", each).isLessThan(needed);
        }
        // What was used later than the latest that goes was not needed: those before were enough.
        Instant latest =
                chosen.stream()
                        .map(Candidate::lastUse)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Set<Candidate> before = new HashSet<>();
        for (Candidate each : evictable) {
            if (each.lastUse().isBefore(latest)) {
                before.add(each);
            }
        }
        assertThat(before.stream().mapToLong(Candidate::bytes).sum()).isLessThan(needed);
    }
}
