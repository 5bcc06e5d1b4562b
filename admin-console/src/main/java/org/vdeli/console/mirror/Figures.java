package org.vdeli.console.mirror;

import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.LiveView;

/// A server's newest statistics as rates, ready to be shown, sorted and summed.
///
/// @param active connections that nginx holds
/// @param requests per second
/// @param bits sent per second, by the access log: a long download counts when it ends
/// @param successful,redirected,refused,failed answers per second of the classes 2xx to 5xx
/// @param percentile95 of the request times in milliseconds; NaN when there was no request
/// @param cpu share of all cores, 0 to 1; NaN when unknown
/// @param diskFree share of the disk, 0 to 1; NaN when unknown
public record Figures(
        double active,
        double requests,
        double bits,
        double successful,
        double redirected,
        double refused,
        double failed,
        double percentile95,
        double cpu,
        double diskFree) {

    /// A server that has told nothing yet.
    public static final Figures NONE =
            new Figures(0, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN);

    /// The figures of a server's newest interval and heartbeat.
    public static Figures of(LiveView live) {
        double diskFree =
                live.heartbeat()
                        .map(beat -> share(beat.diskFree().bytes(), beat.diskSize().bytes()))
                        .orElse(Double.NaN);
        Optional<Report.Sample> sample = live.sample();
        if (sample.isEmpty()) {
            return new Figures(0, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, diskFree);
        }
        return of(sample.get(), diskFree);
    }

    private static Figures of(Report.Sample sample, double diskFreeNow) {
        double seconds = Math.max(1e-3, sample.length().toNanos() / 1e9);
        Report.Traffic traffic = sample.traffic();
        Report.StatusClasses statuses = traffic.statuses();
        Report.Machine machine = sample.machine();
        return new Figures(
                sample.connections().active(),
                traffic.requests() / seconds,
                traffic.sent().bytes() * 8.0 / seconds,
                statuses.successful() / seconds,
                statuses.redirected() / seconds,
                statuses.refused() / seconds,
                statuses.failed() / seconds,
                traffic.percentile95().map(Figures::milliseconds).orElse(Double.NaN),
                machine.cpu(),
                Double.isNaN(diskFreeNow)
                        ? share(machine.diskFree().bytes(), machine.diskSize().bytes())
                        : diskFreeNow);
    }

    /// Answers per second that a viewer takes for an error.
    public double errors() {
        return refused + failed;
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? Double.NaN : (double) part / whole;
    }
}
