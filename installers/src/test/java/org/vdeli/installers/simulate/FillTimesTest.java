package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FillTimesTest {
    @Test
    void readsWhatItsHelpNames() {
        assertThat(FillTimes.parse("2.5s")).isEqualTo(new FillTimes.Fixed(Duration.ofMillis(2500)));
        assertThat(FillTimes.parse("500ms-10m"))
                .isEqualTo(new FillTimes.Uniform(Duration.ofMillis(500), Duration.ofMinutes(10)));
        assertThat(FillTimes.parse("exp:3s"))
                .isEqualTo(new FillTimes.Exponential(Duration.ofSeconds(3)));
        assertThat(FillTimes.parse("lognormal:3s,1h"))
                .isEqualTo(new FillTimes.LogNormal(Duration.ofSeconds(3), Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 s", "-1s", "1s-2s-3s", "lognormal:3s", "exp:"})
    void saysWhatCanBeReadWhereItCannot(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FillTimes.parse(text))
                .withMessageContaining("write ");
    }

    @Test
    void refusesASpanFromLongToShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FillTimes.parse("5s-1s"))
                .withMessage("the shorter fill time comes first: PT5S to PT1S");
    }

    @ParameterizedTest
    @CsvSource({
        "2s, 2000, 2000",
        "1s-5s, 3000, 4800",
        "exp:3s, 2079, 8987",
        "'lognormal:3s,10s', 3000, 10000"
    })
    void drawsByItsDistribution(String text, long median, long percentile95) {
        FillTimes times = FillTimes.parse(text);
        SplittableRandom random = new SplittableRandom(7);
        long[] drawn =
                LongStream.generate(() -> times.draw(random).toMillis())
                        .limit(20_000)
                        .sorted()
                        .toArray();
        assertThat((double) drawn[10_000]).isBetween(median * 0.95, median * 1.05);
        assertThat((double) drawn[19_000]).isBetween(percentile95 * 0.95, percentile95 * 1.05);
    }
}
