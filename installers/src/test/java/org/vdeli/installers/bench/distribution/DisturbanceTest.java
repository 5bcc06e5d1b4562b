package org.vdeli.installers.bench.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    @Test
    void readsWhenAndWhat() {
        assertThat(Disturbance.parse("5:partition 1"))
                .isEqualTo(new Disturbance(Duration.ofSeconds(5), List.of("partition", "1")));
        assertThat(Disturbance.parse("0.25:wan 1 rate=10 delay=80"))
                .isEqualTo(
                        new Disturbance(
                                Duration.ofMillis(250),
                                List.of("wan", "1", "rate=10", "delay=80")));
    }

    @Test
    void knowsWhoDies() {
        assertThat(Disturbance.kill("3", "e0-1").killed()).contains("e0-1");
        assertThat(Disturbance.parse("3:crash e0-1").killed()).contains("e0-1");
        assertThat(Disturbance.parse("3:freeze e0-1").killed()).isEmpty();
    }

    @Test
    void refusesWhatWouldEndTheTestbed() {
        assertThatThrownBy(() -> Disturbance.parse("3:down"))
                .hasMessageStartingWith("'down' is none of the disturbances [wan, partition");
        assertThatThrownBy(() -> Disturbance.parse("soon:heal 1"))
                .hasMessage("must be SECONDS:COMMAND, such as 5:partition 1, not soon:heal 1");
        assertThatThrownBy(() -> Disturbance.kill("e0-1", "3"))
                .hasMessage("must be SECONDS NODE, such as 3 e0-1, not e0-1 3");
    }
}
