package org.vdeli.manager.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;

/// One interval of one server, as stored. `server`, `from` and `sequence` name it.
///
/// @param requests,sent what nginx answered, from its access log
/// @param active connections at the end of the interval
/// @param cache how many of the requests found their file there
/// @param cpu share of all cores that was busy, 0 to 1
public record Sample(
        ServerId server,
        Instant from,
        Duration length,
        long sequence,
        long requests,
        ByteCount sent,
        Report.StatusClasses statuses,
        int active,
        Optional<Duration> median,
        Optional<Duration> percentile95,
        Optional<Duration> percentile99,
        double cpu,
        double load,
        ByteCount networkReceived,
        ByteCount networkSent,
        ByteCount diskSize,
        ByteCount diskFree,
        Optional<Report.CacheCounts> cache) {
    /// What is stored of an agent's report.
    public static Sample of(Report.Sample report) {
        Report.Traffic traffic = report.traffic();
        Report.Machine machine = report.machine();
        return new Sample(
                report.server(),
                report.from(),
                report.length(),
                report.sequence(),
                traffic.requests(),
                traffic.sent(),
                traffic.statuses(),
                report.connections().active(),
                traffic.median(),
                traffic.percentile95(),
                traffic.percentile99(),
                machine.cpu(),
                machine.load(),
                machine.received(),
                machine.sent(),
                machine.diskSize(),
                machine.diskFree(),
                traffic.cache());
    }
}
