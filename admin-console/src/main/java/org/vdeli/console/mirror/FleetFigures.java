package org.vdeli.console.mirror;

import java.util.Map;

/// The fleet's sums and their last ten minutes.
///
/// @param lines the fleet's last ten minutes
/// @param from,to what the charts span, in seconds since the epoch
public record FleetFigures(
        FleetSummary summary, Map<Trace.Line, Trace.Points> lines, long from, long to) {
    public FleetFigures {
        lines = Map.copyOf(lines);
    }

    public Trace.Points line(Trace.Line line) {
        return lines.getOrDefault(line, Trace.Points.NONE);
    }
}
