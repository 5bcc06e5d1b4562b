package org.vdeli.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.value.ByteCount;

class TrafficCountTest {
    private final TrafficCount count = new TrafficCount();

    private void add(int status, long sent, int millis, String path) {
        count.add(new AccessLine(0, status, sent, millis, false, path));
    }

    @Test
    void givesExactPercentiles() {
        for (int millis = 100; millis >= 1; millis--) {
            add(200, 10, millis, "/a/b/c");
        }
        count.addUnreadable();

        assertThat(count.traffic())
                .isEqualTo(
                        new Report.Traffic(
                                100L,
                                ByteCount.of(1000),
                                new Report.StatusClasses(0L, 100L, 0L, 0L, 0L),
                                Optional.of(Duration.ofMillis(50)),
                                Optional.of(Duration.ofMillis(95)),
                                Optional.of(Duration.ofMillis(99)),
                                1L,
                                Optional.of(new Report.CacheCounts(100L, 0L))));
    }

    @Test
    void countsWhatWasThereAndWhatWasFetched() {
        add(200, 1, 1, "/a/b/c");
        count.add(new AccessLine(0, 206, 1, 1, true, "/a/b/d"));
        count.add(new AccessLine(0, 200, 1, 1, true, "/a/b/d"));
        count.add(new AccessLine(0, 404, 1, 1, true, "/a/b/none"));

        assertThat(count.traffic().cache()).contains(new Report.CacheCounts(1L, 2L));
        count.reset();
        assertThat(count.traffic().cache()).contains(new Report.CacheCounts(0L, 0L));
    }

    @Test
    void hasNoTimesWithoutRequests() {
        assertThat(count.traffic().median()).isEmpty();
        assertThat(count.traffic().statuses()).isEqualTo(Report.StatusClasses.NONE);
    }

    @Test
    void namesTheMostRequestedPathsThatWereServed() {
        add(200, 5, 1, "/p/q/one");
        add(206, 7, 1, "/p/q/two");
        add(304, 1, 1, "/p/q/two");
        add(404, 1, 1, "/p/q/none");

        assertThat(count.top(2))
                .containsExactly(
                        new Report.AssetTraffic("p/q/two", 2L, ByteCount.of(8)),
                        new Report.AssetTraffic("p/q/one", 1L, ByteCount.of(5)));
        assertThat(count.top(1)).hasSize(1);
    }

    @Test
    void countsLongRequestsInWholeSeconds() {
        add(200, 1, 3_600_500, "/a/b/c");

        assertThat(count.traffic().median()).contains(Duration.ofHours(1));
    }
}
