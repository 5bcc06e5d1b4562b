package org.vdeli.contracts.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(1);
    private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Test
    void growsByAQuarterUpToItsBoundAndStaysBetweenHalfAndTheWhole() {
        for (int i = 0; i < 1000; i++) {
            assertThat(backOff.after(0, random))
                    .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(backOff.after(3, random))
                    .isBetween(Duration.ofMillis(195), Duration.ofMillis(391));
            assertThat(backOff.after(1_000_000, random))
                    .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        }
    }

    /// What the last of a fleet may lose after the other party is back.
    @Test
    void aPauseIsAtMostHalfOfTheTimeAwayAndAFirstOne() {
        for (int run = 0; run < 100; run++) {
            Duration away = Duration.ZERO;
            for (int failures = 0; failures < 30; failures++) {
                Duration pause = backOff.after(failures, random);
                assertThat(pause)
                        .isLessThanOrEqualTo(away.dividedBy(2).plus(Duration.ofMillis(200)));
                away = away.plus(pause);
            }
        }
    }

    @Test
    void refusesBoundsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage(
                        "a pause of at least 1 ms and a longer one are needed, not PT2S and PT1S");
    }
}
