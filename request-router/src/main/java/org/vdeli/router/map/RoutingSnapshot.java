package org.vdeli.router.map;

import java.util.List;

/// All that a decision needs to know, at one moment.
///
/// @param pulse of exactly the servers of the table
public record RoutingSnapshot(RoutingTable table, Pulse pulse) {
    /// Nothing is known.
    public static final RoutingSnapshot EMPTY =
            new RoutingSnapshot(
                    new RoutingTable(new FleetIndex(Fleet.EMPTY), List.of()), Pulse.unknown(0));

    public RoutingSnapshot {
        if (pulse.size() != table.fleet().size()) {
            throw new IllegalArgumentException(
                    "a pulse of "
                            + pulse.size()
                            + " servers does not belong to a table of "
                            + table.fleet().size());
        }
    }
}
