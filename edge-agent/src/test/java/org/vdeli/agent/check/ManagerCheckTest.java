package org.vdeli.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManagerCheckTest {
    private static final Instant DATE = Instant.parse("2026-11-20T12:00:00Z");

    /// The manager said 12:00:00, which may have been anything up to 12:00:01.
    private static Duration skew(String before, String after) {
        return ManagerCheck.skew(
                Instant.parse("2026-11-20T" + before + "Z"),
                Instant.parse("2026-11-20T" + after + "Z"),
                DATE);
    }

    @Test
    void allowsForWhatADateCannotSay() {
        assertThat(skew("12:00:00.900", "12:00:00.950")).isZero();
        assertThat(skew("11:59:59.500", "12:00:00.100")).isZero();
        assertThat(skew("11:59:50", "12:00:10")).isZero();
    }

    @Test
    void saysByHowMuchTheClockIsWrongAtLeast() {
        assertThat(skew("12:00:11", "12:00:11.100")).isEqualTo(Duration.ofSeconds(10));
        assertThat(skew("11:59:50", "11:59:52")).isEqualTo(Duration.ofSeconds(-8));
    }
}
