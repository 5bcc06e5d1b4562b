package org.vdeli.contracts.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FillWindowTest {
    private static final FillWindow NIGHT = lisbon("23:00", "04:00");

    @Test
    void crossesMidnightOnTheServersClock() {
        assertThat(NIGHT.isOpen(at("2026-11-20T23:00:00Z"))).isTrue();
        assertThat(NIGHT.isOpen(at("2026-11-21T03:59:59Z"))).isTrue();
        assertThat(NIGHT.opening(at("2026-11-21T04:00:00Z"))).contains(at("2026-11-21T23:00:00Z"));
        assertThat(NIGHT.closing(at("2026-11-20T23:30:00Z"))).contains(at("2026-11-21T04:00:00Z"));
        FillWindow tokyo = window("23:00", "04:00", "Asia/Tokyo");
        assertThat(tokyo.opening(at("2026-11-20T12:00:00Z"))).contains(at("2026-11-20T14:00:00Z"));
        assertThat(tokyo.opening(at("2026-11-20T14:00:00Z"))).isEmpty();
    }

    @Test
    void opensTomorrowWhenItClosedToday() {
        FillWindow noon = lisbon("12:00", "13:00");
        assertThat(noon.opening(at("2026-11-20T11:00:00Z"))).contains(at("2026-11-20T12:00:00Z"));
        assertThat(noon.opening(at("2026-11-20T13:00:00Z"))).contains(at("2026-11-21T12:00:00Z"));
    }

    @Test
    void equalTimesMeanAlways() {
        FillWindow always = lisbon("12:00", "12:00");
        assertThat(always.opening(at("2026-11-20T03:00:00Z"))).isEmpty();
        assertThat(always.closing(at("2026-11-20T03:00:00Z"))).isEmpty();
    }

    /// On 2026-03-29 Lisbon's clock goes from 01:00 to 02:00, at 01:00 UTC.
    @Test
    void aTimeThatTheClockSkipsIsTheMomentOfTheChange() {
        FillWindow early = lisbon("01:30", "03:00");
        assertThat(early.opening(at("2026-03-29T00:30:00Z"))).contains(at("2026-03-29T01:00:00Z"));
        assertThat(early.closing(at("2026-03-29T01:00:00Z"))).contains(at("2026-03-29T02:00:00Z"));
        assertThat(NIGHT.closing(at("2026-03-28T23:00:00Z"))).contains(at("2026-03-29T03:00:00Z"));
    }

    @Test
    void aWindowInTheSkippedHourDoesNotOpenThatDay() {
        FillWindow skipped = lisbon("01:15", "01:45");
        assertThat(skipped.opening(at("2026-03-28T12:00:00Z")))
                .contains(at("2026-03-30T00:15:00Z"));
    }

    /// On 2026-10-25 Lisbon's clock goes from 02:00 back to 01:00, at 01:00 UTC.
    @Test
    void opensOnceWhereAnHourComesTwice() {
        FillWindow twice = lisbon("01:15", "01:45");
        assertThat(twice.isOpen(at("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(twice.isOpen(at("2026-10-25T01:30:00Z"))).isFalse();
        assertThat(twice.opening(at("2026-10-25T00:45:00Z"))).contains(at("2026-10-26T01:15:00Z"));
    }

    @Property(tries = 3000)
    void opensWhereItSaysAndClosesWhereItSays(
            @ForAll @IntRange(max = 1439) int start,
            @ForAll @IntRange(max = 1439) int end,
            @ForAll @LongRange(min = 1_790_000_000L, max = 1_830_000_000L) long second) {
        FillWindow window =
                new FillWindow(
                        LocalTime.ofSecondOfDay(start * 60L),
                        LocalTime.ofSecondOfDay(end * 60L),
                        ZoneId.of("America/New_York"));
        Instant now = Instant.ofEpochSecond(second);
        if (start == end) {
            assertThat(window.isOpen(now)).isTrue();
            return;
        }
        assertThat(window.isOpen(now)).isEqualTo(window.closing(now).isPresent());
        assertThat(window.isOpen(now)).isEqualTo(window.opening(now).isEmpty());
        window.opening(now)
                .ifPresent(opening -> {
                    assertThat(opening).isAfter(now);
                    assertThat(window.isOpen(opening)).isTrue();
                    assertThat(window.isOpen(opening.minusMillis(1))).isFalse();
                    assertThat(Duration.between(now, opening)).isLessThan(Duration.ofHours(50));
                });
        window.closing(now)
                .ifPresent(closing -> {
                    assertThat(closing).isAfter(now);
                    assertThat(window.isOpen(closing.minusMillis(1))).isTrue();
                    assertThat(Duration.between(now, closing)).isLessThan(Duration.ofHours(26));
                });
    }

    private static FillWindow lisbon(String start, String end) {
        return window(start, end, "Europe/Lisbon");
    }

    private static FillWindow window(String start, String end, String zone) {
        return new FillWindow(LocalTime.parse(start), LocalTime.parse(end), ZoneId.of(zone));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
