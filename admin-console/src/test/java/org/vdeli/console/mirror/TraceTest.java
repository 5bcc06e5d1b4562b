package org.vdeli.console.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TraceTest {
    private final Trace trace = new Trace();

    @Test
    void keepsPointsInOrderWhileItGrowsAndWrapsRound() {
        int count = Trace.MAX_POINTS + 100;
        for (int i = 1; i <= count; i++) {
            add(i, i);
        }

        Trace.Points points = trace.since(Trace.Line.REQUESTS, Instant.EPOCH);

        assertThat(points.size()).isEqualTo(Trace.MAX_POINTS);
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.times()[i]).isEqualTo(count - Trace.MAX_POINTS + 1 + i);
            assertThat(points.values()[i]).isEqualTo((float) points.times()[i]);
        }
    }

    @Test
    void givesOnlyPointsSinceAnInstant() {
        add(10, 1);
        add(20, 2);
        add(30, 3);

        assertThat(trace.since(Trace.Line.REQUESTS, Instant.ofEpochSecond(20)).times())
                .containsExactly(20, 30);
    }

    @Test
    void passesOverAPointThatIsNotNewer() {
        add(10, 1);
        add(10, 2);
        add(5, 3);

        assertThat(trace.since(Trace.Line.REQUESTS, Instant.EPOCH).values()).containsExactly(1f);
    }

    private void add(long second, double requests) {
        trace.add(
                Instant.ofEpochSecond(second),
                new Figures(0, requests, 0, 0, 0, 0, 0, Double.NaN, 0, 0));
    }
}
