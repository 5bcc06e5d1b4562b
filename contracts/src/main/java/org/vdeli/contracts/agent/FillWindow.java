package org.vdeli.contracts.agent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/// When a fill may transfer (feature F061): from `start` to just before `end`, every day, on the
/// clock of the server's own zone. An end before the start lies on the next day; equal times mean
/// always.
///
/// Where the clock is set forward, a time that it skips is the moment of the change; a window that
/// lies wholly in the skipped hour does not open that day. Where it is set back, a time that comes
/// twice is the first of the two: a window opens once a day.
///
/// @param zone the server's, by the rules of which days are counted
public record FillWindow(LocalTime start, LocalTime end, ZoneId zone) {
    /// Days to look ahead: a window is missing from one day, or two where a zone skips a date.
    private static final int DAYS_AHEAD = 8;

    private record Span(Instant from, Instant to) {
        boolean holds(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    private boolean isAlways() {
        return start.equals(end);
    }

    public boolean isOpen(Instant now) {
        return isAlways() || around(now).isPresent();
    }

    /// When it opens next; empty when it is open now.
    public Optional<Instant> opening(Instant now) {
        if (isOpen(now)) {
            return Optional.empty();
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int day = -1; day <= DAYS_AHEAD; day++) {
            Span span = span(today.plusDays(day));
            if (span.from().isAfter(now) && span.from().isBefore(span.to())) {
                return Optional.of(span.from());
            }
        }
        throw new IllegalStateException("the window " + this + " does not open for a week");
    }

    /// When it closes; empty when it is closed, or never closes.
    public Optional<Instant> closing(Instant now) {
        return isAlways() ? Optional.empty() : around(now).map(Span::to);
    }

    private Optional<Span> around(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int day = -2; day <= 1; day++) {
            Span span = span(today.plusDays(day));
            if (span.holds(now)) {
                return Optional.of(span);
            }
        }
        return Optional.empty();
    }

    private Span span(LocalDate day) {
        LocalDate last = end.isAfter(start) ? day : day.plusDays(1);
        return new Span(instant(day.atTime(start)), instant(last.atTime(end)));
    }

    private Instant instant(LocalDateTime there) {
        ZoneOffsetTransition change = zone.getRules().getTransition(there);
        return change != null && change.isGap()
                ? change.getInstant()
                : there.atZone(zone).toInstant();
    }
}
