package org.vdeli.router.map;

import java.util.Comparator;
import java.util.List;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.net.IpPrefix;

/// The edge servers that viewers can be sent to, and what the operator said about places.
///
/// @param areas regions, by id
/// @param sites clusters, by id
/// @param servers by cluster, then id; the place in this list is a server's number
/// @param networks where clients are, by their address
/// @param reach where each project may be delivered
public record Fleet(
        List<Area> areas,
        List<Site> sites,
        List<Server> servers,
        List<Network> networks,
        List<Reach> reach) {
    /// No servers.
    public static final Fleet EMPTY =
            new Fleet(List.of(), List.of(), List.of(), List.of(), List.of());

    public Fleet {
        areas = areas.stream().sorted(Comparator.comparingLong(Area::id)).toList();
        sites = sites.stream().sorted(Comparator.comparingLong(Site::id)).toList();
        servers =
                servers.stream()
                        .sorted(
                                Comparator.comparingLong(Server::site)
                                        .thenComparingLong(Server::id))
                        .toList();
        networks = List.copyOf(networks);
        reach = List.copyOf(reach);
        if (servers.size() > Holders.MOST_SERVERS) {
            throw new IllegalArgumentException(
                    "could not route over "
                            + servers.size()
                            + " servers: at most "
                            + Holders.MOST_SERVERS);
        }
    }

    /// A region.
    public record Area(long id, String name) {}

    /// A cluster.
    public record Site(long id, String name, long area, GeoPoint position) {}

    /// An edge server of a cluster.
    ///
    /// @param addresses v4 or v6 or names, in order of preference; at least one
    /// @param port of its nginx
    /// @param capacity of its line in bit/s; 0 when unknown
    public record Server(
            long id, String name, long site, List<String> addresses, int port, long capacity) {
        public Server {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("server " + name + " must have an address");
            }
        }
    }

    /// A network whose clients belong to a cluster, or to a region.
    ///
    /// @param site 0 if a region is meant
    /// @param area 0 if a cluster is meant
    public record Network(IpPrefix prefix, long site, long area) {}

    /// Where a project may be delivered, by its policies.
    ///
    /// @param project as paths begin: `publisher/project`
    /// @param areas regions
    public record Reach(String project, List<Long> areas) {
        public Reach {
            areas = List.copyOf(areas);
        }
    }
}
