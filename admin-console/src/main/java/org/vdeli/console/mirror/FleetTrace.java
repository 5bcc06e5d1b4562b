package org.vdeli.console.mirror;

import java.time.Instant;
import java.time.InstantSource;

/// The fleet's totals, summed up once a tick for all screens that show them, and their past: one
/// point every other second, so that ten minutes fit a [Trace].
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

    /// Sums up the present. To be called about once a second, by one thread. The past grows only
    /// while the line is live, so that a lost line leaves a gap, not a flat line.
    public void tick(boolean live) {
        newest = FleetSummary.of(mirror.world());
        if (live) {
            long second = clock.instant().getEpochSecond();
            newest.addTo(trace, Instant.ofEpochSecond(second - second % 2));
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
}
