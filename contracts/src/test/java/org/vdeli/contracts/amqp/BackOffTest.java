package org.vdeli.contracts.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(1);
    private final LinkSettings.BackOff backOff =
            new LinkSettings.BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Test
    void doublesUpToItsBoundAndStaysBetweenHalfAndTheWhole() {
        for (int i = 0; i < 1000; i++) {
            assertThat(backOff.after(0, random))
                    .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(backOff.after(3, random))
                    .isBetween(Duration.ofMillis(800), Duration.ofMillis(1600));
            assertThat(backOff.after(1_000_000, random))
                    .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        }
    }
}
