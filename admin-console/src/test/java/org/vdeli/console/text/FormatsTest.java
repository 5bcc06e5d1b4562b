package org.vdeli.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.ByteCount;

final class FormatsTest {
    @Test
    void countsHaveThinSpacesBetweenThousands() {
        assertThat(Formats.count(0)).isEqualTo("0");
        assertThat(Formats.count(999)).isEqualTo("999");
        assertThat(Formats.count(1_234_567)).isEqualTo("1\u2009234\u2009567");
        assertThat(Formats.count(-1000)).isEqualTo("−1\u2009000");
    }

    @Test
    void ratesKeepTheirWidth() {
        assertThat(Formats.perSecond(0.01)).isEqualTo("0");
        assertThat(Formats.perSecond(3.14)).isEqualTo("3.1");
        assertThat(Formats.perSecond(99.96)).isEqualTo("100");
        assertThat(Formats.perSecond(Double.NaN)).isEqualTo("–");
    }

    @Test
    void bitsAndBytesTakeTheUnitThatSuits() {
        assertThat(Formats.bitrate(1.84e12)).isEqualTo("1.84 Tbit/s");
        assertThat(Formats.bitrate(999_700)).isEqualTo("1.00 Mbit/s");
        assertThat(Formats.bitrate(12)).isEqualTo("12 bit/s");
        assertThat(Formats.bytes(ByteCount.of(67_108_864))).isEqualTo("67.1 MB");
        assertThat(Formats.megabits(1_500_000)).isEqualTo("1.50");
    }

    @Test
    void aShareIsFullOnlyWhenItIsFull() {
        assertThat(Formats.percent(0.9999)).isEqualTo("99\u2009%");
        assertThat(Formats.percent(1)).isEqualTo("100\u2009%");
        assertThat(Formats.percent(0.29)).isEqualTo("29\u2009%");
    }

    @Test
    void agesGrowCoarserWithLength() {
        assertThat(Formats.age(Duration.ofMillis(3900))).isEqualTo("3 s");
        assertThat(Formats.age(Duration.ofSeconds(125))).isEqualTo("2 min");
        assertThat(Formats.age(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Formats.age(Duration.ofHours(30))).isEqualTo("1 d");
    }
}
