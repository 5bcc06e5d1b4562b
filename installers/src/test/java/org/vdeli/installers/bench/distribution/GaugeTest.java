package org.vdeli.installers.bench.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.installers.bench.distribution.Gauge.Reading;
import org.vdeli.installers.testbed.Testbed.Wan;
import org.vdeli.installers.testbed.Testbed.WanCount;

class GaugeTest {
    @TempDir Path folder;

    @Test
    void findsTheFastestSecondOfAnyWan() {
        // 1 MB in each fifth of a second, but 2 MB from 2.0 to 3.0 s by the second WAN.
        List<Reading> readings = new ArrayList<>();
        long second = 0;
        for (int turn = 0; turn <= 25; turn++) {
            readings.add(reading(turn * 200L, turn * 1_000_000L, second));
            second += turn >= 10 && turn < 15 ? 2_000_000 : 1_000_000;
        }
        assertThat(Gauge.peakMegabits(readings, wan -> wan.in().bytes())).isEqualTo(80.0);
        assertThat(Gauge.peakMegabits(readings, wan -> wan.out().bytes())).isZero();
    }

    @Test
    void measuresOverTheTimeThatPassedWhereTurnsAreLate() {
        List<Reading> readings =
                List.of(
                        reading(0, 0, 0),
                        reading(900, 9_000_000, 0),
                        reading(2_000, 20_000_000, 0));
        assertThat(Gauge.peakMegabits(readings, wan -> wan.in().bytes())).isEqualTo(80.0);
    }

    @Test
    void saysNothingOfLessThanASecond() {
        assertThat(
                        Gauge.peakMegabits(
                                List.of(reading(0, 0, 0), reading(900, 9_000_000, 0)),
                                wan -> wan.in().bytes()))
                .isZero();
    }

    @Test
    void writesATableThatBeginsAtNothing() throws IOException {
        Path file = folder.resolve("trace.csv");
        Gauge.write(List.of(reading(5_000, 700, 50), reading(5_200, 1_700, 50)), file);
        assertThat(file)
                .content()
                .isEqualTo(
                        """
                        seconds,wan0_in,wan0_out,wan1_in,wan1_out
                        0.000,0,0,0,0
                        0.200,1000,0,0,0
                        """);
    }

    private static Reading reading(long millis, long first, long second) {
        return new Reading(millis * 1_000_000, List.of(wan(first), wan(second)));
    }

    private static Wan wan(long in) {
        return new Wan(new WanCount(in, in, 0), new WanCount(0, 0, 0));
    }
}
