package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report.Reason;

class PeerHealthTest {
    private final PeerHealth health = new PeerHealth(new Random(1));

    @Test
    void restsAfterAFailureAndIsNoLongerCountedOnAfterThree() {
        for (int i = 0; i < 3; i++) {
            assertThat(health.isCountedOn()).isTrue();
            health.bad(new SourceFailure(Reason.UNREACHABLE, "gone"));
            assertThat(health.isWell()).isFalse();
        }
        assertThat(health.isCountedOn()).isFalse();

        health.good();

        assertThat(health.isCountedOn()).isTrue();
    }

    @Test
    void isCountedOnHoweverBusyItIs() {
        for (int i = 0; i < 10; i++) {
            health.bad(SourceFailure.busy("503"));
        }

        assertThat(health.isWell()).isFalse();
        assertThat(health.isCountedOn()).isTrue();
    }
}
