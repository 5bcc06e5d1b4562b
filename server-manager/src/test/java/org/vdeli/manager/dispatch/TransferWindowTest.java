package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TransferWindowTest {
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private final TransferWindow night =
            new TransferWindow(LocalTime.of(23, 0), LocalTime.of(4, 0));

    @Test
    void crossesMidnightOnTheServersClock() {
        assertThat(night.opening(LISBON, at("2026-11-20T23:00:00Z"))).isEmpty();
        assertThat(night.opening(LISBON, at("2026-11-21T03:59:59Z"))).isEmpty();
        assertThat(night.opening(LISBON, at("2026-11-21T04:00:00Z")))
                .contains(at("2026-11-21T23:00:00Z"));
        assertThat(night.opening(TOKYO, at("2026-11-20T12:00:00Z")))
                .contains(at("2026-11-20T14:00:00Z"));
        assertThat(night.opening(TOKYO, at("2026-11-20T14:00:00Z"))).isEmpty();
    }

    @Test
    void opensTomorrowWhenItClosedToday() {
        TransferWindow noon = new TransferWindow(LocalTime.of(12, 0), LocalTime.of(13, 0));
        assertThat(noon.opening(LISBON, at("2026-11-20T11:00:00Z")))
                .contains(at("2026-11-20T12:00:00Z"));
        assertThat(noon.opening(LISBON, at("2026-11-20T13:00:00Z")))
                .contains(at("2026-11-21T12:00:00Z"));
    }

    @Test
    void equalTimesMeanAlways() {
        TransferWindow always = new TransferWindow(LocalTime.NOON, LocalTime.NOON);
        assertThat(always.opening(LISBON, at("2026-11-20T03:00:00Z"))).isEmpty();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
