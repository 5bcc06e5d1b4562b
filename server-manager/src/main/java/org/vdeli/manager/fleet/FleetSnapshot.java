package org.vdeli.manager.fleet;

import java.util.List;

/// All regions, clusters and servers at one moment.
public record FleetSnapshot(
        List<Region> regions, List<Cluster> clusters, List<EdgeServer> servers) {
    public FleetSnapshot {
        regions = List.copyOf(regions);
        clusters = List.copyOf(clusters);
        servers = List.copyOf(servers);
    }
}
