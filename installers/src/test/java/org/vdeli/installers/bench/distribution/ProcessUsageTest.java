package org.vdeli.installers.bench.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    @Test
    void readsTimesBehindANameWithSpacesAndParentheses() {
        ProcessUsage usage =
                ProcessUsage.parse(
                        "4711 (nginx: (a) b) S 1 4711 4711 0 -1 4194624 1 2 3 4 250 75 900 800 20",
                        "Name:\tnginx\nVmPeak:\t   99999 kB\nVmHWM:\t   61440 kB\n");
        assertThat(usage).isEqualTo(new ProcessUsage(Duration.ofMillis(3250), 60L << 20));
    }

    @Test
    void holdsNoMemoryAsAZombie() {
        assertThat(
                        ProcessUsage.parse(
                                        "4711 (java) Z 1 1 1 0 -1 0 0 0 0 0 10 5 0 0 20",
                                        "Name:\tjava\nState:\tZ (zombie)\n")
                                .peakBytes())
                .isZero();
    }

    @Test
    void knowsThisProcessAndNoneThatHasEnded() {
        assertThat(ProcessUsage.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(usage -> {
                    assertThat(usage.cpu()).isPositive();
                    assertThat(usage.peakBytes()).isGreaterThan(10L << 20);
                });
        assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isEmpty();
    }
}
