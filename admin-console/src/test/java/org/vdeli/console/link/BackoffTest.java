package org.vdeli.console.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void growsFromHalfASecondToTenAndTakesUpToHalfAway() {
        Backoff backoff = new Backoff(new Random(1));
        List<Duration> pauses = IntStream.range(0, 40).mapToObj(i -> backoff.next()).toList();

        long full = 500;
        for (Duration pause : pauses) {
            assertThat(pause.toMillis()).isBetween(full / 2, full);
            full = Math.min(10_000, full * 2);
        }
    }

    @Test
    void startsAgainAfterASuccess() {
        Backoff backoff = new Backoff(new Random(1));
        IntStream.range(0, 10).forEach(i -> backoff.next());

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.FIRST);
    }
}
