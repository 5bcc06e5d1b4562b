package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// When fills may begin (feature F061): from `start` to just before `end`, every day, on the clock
/// of the server's zone. An end before the start lies on the next day; equal times mean always.
/// Pure.
record TransferWindow(LocalTime start, LocalTime end) {
    static TransferWindow of(JobTerms terms) {
        return new TransferWindow(terms.windowStart(), terms.windowEnd());
    }

    /// When it opens next; empty when it is open now.
    Optional<Instant> opening(ZoneId zone, Instant now) {
        ZonedDateTime there = now.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean open =
                start.equals(end)
                        || (start.isBefore(end)
                                ? !time.isBefore(start) && time.isBefore(end)
                                : !time.isBefore(start) || time.isBefore(end));
        if (open) {
            return Optional.empty();
        }
        ZonedDateTime today = there.toLocalDate().atTime(start).atZone(zone);
        ZonedDateTime next =
                today.isAfter(there)
                        ? today
                        : there.toLocalDate().plusDays(1).atTime(start).atZone(zone);
        return Optional.of(next.toInstant());
    }
}
