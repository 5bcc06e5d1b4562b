package org.vdeli.manager.swarm;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;

/// How the cap of a cluster's WAN is dealt out to its servers. Pure.
///
/// Each server of a cluster gets an equal part, whether it fills or not: what is never lent need
/// not be called back, so no message that is late or lost, no second manager and no server that is
/// cut off can make the sum exceed the cap. The price is that servers which do not fill leave their
/// part unused. Where all servers of a cluster fill together, as with the spread ALL, nothing is
/// lost.
final class WanShares {
    private final Map<ServerId, Bitrate> shares = new HashMap<>();

    WanShares(Collection<Cluster> clusters, Collection<EdgeServer> servers) {
        Map<ClusterId, Integer> counts = new HashMap<>();
        servers.stream()
                .filter(WanShares::mayFill)
                .forEach(server ->
                        server.cluster().ifPresent(id -> counts.merge(id, 1, Integer::sum)));
        Map<ClusterId, Bitrate> parts = new HashMap<>();
        for (Cluster cluster : clusters) {
            int count = counts.getOrDefault(cluster.id(), 0);
            if (cluster.wanCap().isPresent() && count > 0) {
                long part = cluster.wanCap().get().bitsPerSecond() / count;
                // Zero would mean no limit.
                parts.put(cluster.id(), Bitrate.of(Math.max(Byte.SIZE, part)));
            }
        }
        for (EdgeServer server : servers) {
            server.cluster()
                    .flatMap(id -> Optional.ofNullable(parts.get(id)))
                    .ifPresent(part -> shares.put(server.id(), part));
        }
    }

    /// One that is silent, drained or in maintenance may only be so to the manager.
    private static boolean mayFill(EdgeServer server) {
        return server.state() != ServerState.RETIRED;
    }

    /// Zero for no limit.
    Bitrate of(ServerId server) {
        return shares.getOrDefault(server, Bitrate.ZERO);
    }
}
