package org.vdeli.console.overview;

import java.util.List;
import org.vdeli.contracts.api.ServerState;

/// One region at one moment.
///
/// @param id of the region; empty for servers that are in no cluster
/// @param bits sent per second by all its servers
public record RegionTile(
        String id,
        String name,
        List<ClusterLine> clusters,
        int online,
        int total,
        double requests,
        double bits) {
    public RegionTile {
        clusters = List.copyOf(clusters);
    }

    /// One cluster of it.
    ///
    /// @param servers their states, by name
    public record ClusterLine(String name, List<ServerState> servers, double bits) {
        public ClusterLine {
            servers = List.copyOf(servers);
        }
    }
}
