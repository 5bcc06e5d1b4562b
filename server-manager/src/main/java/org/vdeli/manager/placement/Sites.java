package org.vdeli.manager.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.RendezvousHash;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;

/// The edge servers that placement looks at, by region and cluster: made once per plan, used for
/// many assets. Servers without a cluster, origins and retired ones are left out. One that joins is
/// given nothing before its first heartbeat, but keeps what it holds: an operator may just have
/// ordered it back to work.
///
/// Servers have numbers here, from 0 in the order of their ids, and what is asked of them for every
/// asset stands in arrays: a full plan asks for each of thousands of servers ten thousand times.
public final class Sites {
    private final ServerId[] ids;
    private final Standing[] standings;
    private final long[] members;
    private final List<Site> byRegion;

    /// What a server may be given.
    enum Standing {
        /// New assets.
        READY,
        /// New assets, if no server that answers can be had.
        SILENT,
        /// Nothing new; it keeps what it holds.
        KEEPS
    }

    /// A region.
    ///
    /// @param clusters numbers of the servers of each cluster
    /// @param all numbers of all its servers, in order
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed, read in tight loops
    record Site(RegionId region, List<int[]> clusters, int[] all) {}

    private Sites(ServerId[] ids, Standing[] standings, long[] members, List<Site> byRegion) {
        this.ids = ids;
        this.standings = standings;
        this.members = members;
        this.byRegion = byRegion;
    }

    public static Sites of(FleetSnapshot fleet) {
        Map<ClusterId, RegionId> regions = new HashMap<>();
        for (Cluster cluster : fleet.clusters()) {
            regions.put(cluster.id(), cluster.region());
        }
        List<EdgeServer> servers =
                fleet.servers().stream()
                        .filter(Sites::isPlacedOn)
                        .filter(server -> server.cluster().map(regions::containsKey).orElse(false))
                        .sorted(Comparator.comparingLong(server -> server.id().value()))
                        .toList();
        Map<RegionId, Map<ClusterId, List<Integer>>> numbers =
                new TreeMap<>(Comparator.comparingLong(RegionId::value));
        for (int number = 0; number < servers.size(); number++) {
            ClusterId cluster = servers.get(number).cluster().orElseThrow();
            numbers.computeIfAbsent(
                            regions.get(cluster),
                            r -> new TreeMap<>(Comparator.comparingLong(ClusterId::value)))
                    .computeIfAbsent(cluster, c -> new ArrayList<>())
                    .add(number);
        }
        List<Site> sites = new ArrayList<>();
        numbers.forEach((region, clusters) ->
                sites.add(
                        new Site(
                                region,
                                clusters.values().stream().map(Sites::array).toList(),
                                clusters.values().stream()
                                        .flatMap(List::stream)
                                        .mapToInt(Integer::intValue)
                                        .sorted()
                                        .toArray())));
        return new Sites(
                servers.stream().map(EdgeServer::id).toArray(ServerId[]::new),
                servers.stream().map(Sites::standing).toArray(Standing[]::new),
                servers.stream()
                        .mapToLong(server -> RendezvousHash.mix(server.id().value()))
                        .toArray(),
                List.copyOf(sites));
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isPlacedOn(EdgeServer server) {
        return server.role() == ServerRole.EDGE
                && switch (server.state()) {
                    case ONLINE, SILENT, DRAINING, MAINTENANCE, JOINING -> true;
                    case RETIRED -> false;
                };
    }

    private static Standing standing(EdgeServer server) {
        return switch (server.state()) {
            case ONLINE -> Standing.READY;
            case SILENT -> Standing.SILENT;
            case DRAINING, MAINTENANCE, JOINING, RETIRED -> Standing.KEEPS;
        };
    }

    /// The servers of some regions, by id.
    public List<ServerId> serversIn(Set<RegionId> regions) {
        return byRegion.stream()
                .filter(site -> regions.contains(site.region()))
                .flatMapToInt(site -> IntStream.of(site.all()))
                .sorted()
                .mapToObj(number -> ids[number])
                .collect(Collectors.toUnmodifiableList());
    }

    int count() {
        return ids.length;
    }

    ServerId id(int number) {
        return ids[number];
    }

    Standing standing(int number) {
        return standings[number];
    }

    /// What makes the server's weight for a path; see [RendezvousHash].
    long member(int number) {
        return members[number];
    }

    /// The regions by id, each with its clusters by id.
    List<Site> byRegion() {
        return byRegion;
    }
}
