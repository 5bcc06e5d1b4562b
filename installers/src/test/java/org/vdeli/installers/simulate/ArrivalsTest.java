package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void saysWhenAShareHadArrived() {
        Arrivals arrivals = new Arrivals();
        for (int i = 100; i >= 1; i--) {
            arrivals.add(1_000_000_000L * i);
        }
        assertThat(arrivals.count()).isEqualTo(100);
        assertThat(arrivals.seconds(0, 100, 0.99)).isEqualTo(99);
        assertThat(arrivals.seconds(500_000_000, 100, 1)).isEqualTo(99.5);
        assertThat(arrivals.seconds(0, 100, 1e-9)).isEqualTo(1);
    }

    @Test
    void knowsNoTimeOfWhatDidNotArrive() {
        Arrivals arrivals = new Arrivals();
        arrivals.add(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> arrivals.seconds(0, 2, 1))
                .withMessage("only 1 of 2 orders arrived, 2 are asked for");
    }
}
