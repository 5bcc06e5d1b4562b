package org.vdeli.console.mirror;

import java.time.Instant;
import java.time.InstantSource;

/// The fleet's totals, summed up once a tick for all screens that show them, and their past.
public final class FleetTrace {
    private final Mirror mirror;
    private final InstantSource clock;
    private final Trace trace = new Trace();
    private volatile FleetSummary newest;

    public FleetTrace(Mirror mirror, InstantSource clock) {
        this.mirror = mirror;
        this.clock = clock;
        this.newest = FleetSummary.of(mirror.world());
    }

    /// Sums up the present. To be called about every other second, by one thread. The past grows
    /// only while the manager tells something, so that a lost line leaves a gap, not a flat line.
    public void tick(boolean live) {
        newest = FleetSummary.of(mirror.world());

        if (live && mirror.generation() > 0) {
            Instant now = clock.instant();
            newest.addTo(trace, now);
        }
    }

    /// Forgets the past, for another manager.
    public void clear() {
        trace.clear();
        newest = FleetSummary.of(mirror.world());
    }

    /// The newest sums with the ten minutes up to an instant.
    public FleetFigures figures(Instant now) {
        long to = now.getEpochSecond();
        Instant from = now.minus(Trace.SPAN);
        return new FleetFigures(newest, trace.lines(from), from.getEpochSecond(), to);
    }

    FleetSummary newest() {
        return newest;
    }
}
