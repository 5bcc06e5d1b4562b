package org.vdeli.contracts.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.value.ByteCount;

/// One interval of one server, or the sum of several servers or intervals.
///
/// @param from begin of the interval
/// @param median,percentile95,percentile99 of nginx's request times; the largest of the parts where
///   parts were summed
/// @param cache how many of the requests found their file there; absent where no agent counted
public record SampleView(
        Instant from,
        Duration length,
        Long requests,
        ByteCount sent,
        Report.StatusClasses statuses,
        Integer active,
        Optional<Duration> median,
        Optional<Duration> percentile95,
        Optional<Duration> percentile99,
        Double cpu,
        ByteCount diskFree,
        Optional<Report.CacheCounts> cache) {}
