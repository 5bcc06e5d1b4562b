package org.vdeli.console.mirror;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;

/// The whole fleet in a few numbers.
///
/// @param states how many servers are in each state
/// @param sum the figures of all servers that are not silent, added up; shares and percentiles are
///   NaN, for they have no sum
public record FleetSummary(Map<ServerState, Integer> states, Figures sum) {
    public FleetSummary {
        states = Map.copyOf(states);
    }

    public static FleetSummary of(World world) {
        EnumMap<ServerState, Integer> states = new EnumMap<>(ServerState.class);
        double active = 0;
        double requests = 0;
        double bits = 0;
        double successful = 0;
        double redirected = 0;
        double refused = 0;
        double failed = 0;
        for (ServerView server : world.servers()) {
            ServerState state = world.state(server);
            states.merge(state, 1, Integer::sum);
            ServerLive live = world.live(server.id());
            if (live == null || state == ServerState.SILENT) {
                continue;
            }
            Figures figures = live.figures();
            active += figures.active();
            requests += figures.requests();
            bits += figures.bits();
            successful += figures.successful();
            redirected += figures.redirected();
            refused += figures.refused();
            failed += figures.failed();
        }
        return new FleetSummary(
                states,
                new Figures(
                        active,
                        requests,
                        bits,
                        successful,
                        redirected,
                        refused,
                        failed,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN));
    }

    public int count(ServerState state) {
        return states.getOrDefault(state, 0);
    }

    /// All servers but the retired ones.
    public int total() {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey() != ServerState.RETIRED)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// Adds this moment to the fleet's past.
    void addTo(Trace trace, Instant at) {
        trace.add(at, sum);
    }
}
