package org.vdeli.manager.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;

/// The edge servers that placement looks at, by region and cluster: made once per plan, used for
/// many assets. Servers without a cluster, origins, and servers that enrolled but were never heard
/// of are left out (the first heartbeat brings them in), as are retired ones.
public final class Sites {
    private final Map<RegionId, Map<ClusterId, List<EdgeServer>>> byRegion;

    private Sites(Map<RegionId, Map<ClusterId, List<EdgeServer>>> byRegion) {
        this.byRegion = byRegion;
    }

    public static Sites of(FleetSnapshot fleet) {
        Map<ClusterId, RegionId> regions = new HashMap<>();
        for (Cluster cluster : fleet.clusters()) {
            regions.put(cluster.id(), cluster.region());
        }
        Map<RegionId, Map<ClusterId, List<EdgeServer>>> sites =
                new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));
        for (EdgeServer server : fleet.servers()) {
            ClusterId cluster = server.cluster().orElse(null);
            RegionId region = cluster == null ? null : regions.get(cluster);
            if (cluster != null && region != null && isSeen(server)) {
                sites.computeIfAbsent(
                                region,
                                r -> new TreeMap<>((a, b) -> Long.compare(a.value(), b.value())))
                        .computeIfAbsent(cluster, c -> new ArrayList<>())
                        .add(server);
            }
        }
        return new Sites(sites);
    }

    private static boolean isSeen(EdgeServer server) {
        return server.role() == ServerRole.EDGE
                && switch (server.state()) {
                    case ONLINE, SILENT, DRAINING, MAINTENANCE -> true;
                    case JOINING, RETIRED -> false;
                };
    }

    Map<RegionId, Map<ClusterId, List<EdgeServer>>> byRegion() {
        return byRegion;
    }
}
