package org.vdeli.console.servers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.console.mirror.Trace;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ServerView;

/// The chosen server at one moment, with its recent past.
///
/// @param heartbeat the newest; absent before the first
/// @param topAssets the most requested paths of the newest interval
/// @param lines points of the last ten minutes
/// @param from,to what the charts span, in seconds since the epoch
public record ServerDetail(
        ServerRow row,
        ServerView server,
        Optional<Report.Heartbeat> heartbeat,
        List<Report.AssetTraffic> topAssets,
        Map<Trace.Line, Trace.Points> lines,
        Instant at,
        long from,
        long to) {
    public ServerDetail {
        topAssets = List.copyOf(topAssets);
        lines = Map.copyOf(lines);
    }

    public Trace.Points line(Trace.Line line) {
        return lines.getOrDefault(line, Trace.Points.NONE);
    }
}
