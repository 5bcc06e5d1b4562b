package org.vdeli.contracts.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.Bitrate;

class ThrottleTest {
    private static final long SECOND = 1_000_000_000L;

    /// A clock that goes on when somebody waits.
    private long now = 5_000;

    private final Deque<Pass> lastSecond = new ArrayDeque<>();
    private long inLastSecond;
    private long most;

    private record Pass(long at, long bytes) {}

    private Throttle throttle(Bitrate limit) {
        return new Throttle(limit, () -> now, wait -> now += wait);
    }

    private void passed(long bytes) {
        lastSecond.add(new Pass(now, bytes));
        inLastSecond += bytes;
        while (now - lastSecond.element().at() >= SECOND) {
            inLastSecond -= lastSecond.remove().bytes();
        }
        most = Math.max(most, inLastSecond);
    }

    @Property(tries = 500)
    void noSecondHoldsMoreThanTheLimitAndAFewPercent(
            @ForAll @LongRange(min = 64_000, max = 10_000_000_000L) long bitsPerSecond,
            @ForAll @IntRange(min = 1, max = 200) int sharers,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3_000) Integer> pauses)
            throws InterruptedException {
        now = 5_000;
        lastSecond.clear();
        inLastSecond = 0;
        most = 0;
        Throttle throttle = throttle(Bitrate.of(bitsPerSecond));
        for (int i = 0; i < sharers; i++) {
            throttle.enter();
        }
        long begun = now;
        for (int pause : pauses) {
            now += pause * 1_000_000L;
            for (int i = 0; i < 60; i++) {
                int step = throttle.step();
                throttle.take(step);
                passed(step);
            }
        }
        double perSecond = bitsPerSecond / 8.0;
        assertThat(now).isGreaterThan(begun);
        assertThat((double) most).isLessThanOrEqualTo(perSecond * 1.05 + 1);
    }

    @Test
    void whoAsksWithoutAPauseGetsTheWholeRate() throws InterruptedException {
        Throttle throttle = throttle(Bitrate.megabits(8));
        long begun = now;
        for (int i = 0; i < 500; i++) {
            throttle.take(throttle.step());
        }
        assertThat((now - begun) / 1e9).isBetween(9.8, 10.0);
    }

    @Test
    void aLateWakeUpIsNotMadeUpForBeyondAHundredth() throws InterruptedException {
        Throttle throttle =
                new Throttle(Bitrate.megabits(8), () -> now, wait -> now += wait + SECOND);
        for (int i = 0; i < 5; i++) {
            throttle.take(throttle.step());
            passed(throttle.step());
        }
        assertThat(most).isLessThanOrEqualTo(2L * throttle.step());
    }

    @Test
    void aNewLimitHoldsAtOnce() throws InterruptedException {
        Throttle throttle = throttle(Bitrate.megabits(8));
        throttle.take(20_000);
        throttle.limit(Bitrate.ZERO);
        long before = now;
        throttle.take(1_000_000_000);
        assertThat(now).isEqualTo(before);
        throttle.limit(Bitrate.megabits(80));
        for (int i = 0; i < 50; i++) {
            throttle.take(200_000);
        }
        assertThat((now - before) / 1e9).isBetween(0.9, 1.1);
    }

    @Test
    void moreSharersTakeSmallerSteps() {
        Throttle throttle = throttle(Bitrate.megabits(80));
        throttle.enter();
        assertThat(throttle.step()).isEqualTo(200_000);
        for (int i = 0; i < 9; i++) {
            throttle.enter();
        }
        assertThat(throttle.step()).isEqualTo(40_000);
        for (int i = 0; i < 9; i++) {
            throttle.leave();
        }
        assertThat(throttle.step()).isEqualTo(200_000);
    }
}
