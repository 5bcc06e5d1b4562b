package org.vdeli.manager.swarm;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.RendezvousHash;

/// The servers that share one asset, and the choice of those that one of them talks to.
///
/// ## Goals
///
/// * All servers of a cluster know each other, so that bytes cross its WAN once.
/// * The clusters form a well-connected graph of bounded degree, regions first, and each server of
///   a cluster is about as often somebody's partner as its neighbours.
///
/// ## Constraints
///
/// * At most [#MOST_NEIGHBOURS] and [#MOST_PARTNERS] a server, and about [#PARTNERS_PER_CLUSTER]
///   links from a cluster to others, whatever the fleet's size: every link is a connection that
///   competes for the cluster's WAN.
///
/// ## Method
///
/// Neighbours are the server's cluster. One with too many servers is dealt out into groups that
/// share among themselves, as if each were a cluster: all of a group must see the same neighbours.
/// Other clusters are ranked: the same region first, then by rendezvous weight for the pair of
/// asset and own cluster. The i-th server of a cluster takes the ones that begin at its share of
/// that ranking, and in each of them the server whose number is i plus an offset that depends on
/// the pair of clusters, so that neighbours have different partners.
final class SwarmMap {
    static final int MOST_NEIGHBOURS = 63;
    static final int MOST_PARTNERS = 8;
    static final int PARTNERS_PER_CLUSTER = 32;

    private final AssetId asset;
    private final Map<ServerId, ClusterId> clusterOf = new HashMap<>();
    private final Map<ClusterId, List<Seat>> seats = new HashMap<>();
    private final Map<ClusterId, RegionId> regions = new HashMap<>();

    /// A server that shares the asset.
    ///
    /// @param door absent: it takes part but hands nothing out
    record Seat(ServerId server, ClusterId cluster, RegionId region, Optional<URI> door) {}

    SwarmMap(AssetId asset, Collection<Seat> all) {
        this.asset = asset;
        for (Seat seat : all) {
            clusterOf.put(seat.server(), seat.cluster());
            regions.put(seat.cluster(), seat.region());
            seats.computeIfAbsent(seat.cluster(), c -> new ArrayList<>()).add(seat);
        }
        seats.values()
                .forEach(list -> list.sort(Comparator.comparingLong(s -> s.server().value())));
    }

    /// The swarm of one server; empty if it does not share the asset.
    Optional<Swarm> of(ServerId server) {
        ClusterId cluster = clusterOf.get(server);
        return cluster == null
                ? Optional.empty()
                : Optional.of(
                        new Swarm(
                                asset,
                                cluster,
                                neighbours(server, cluster),
                                partners(server, cluster)));
    }

    private List<Swarm.Member> neighbours(ServerId server, ClusterId cluster) {
        List<Seat> all = seats.getOrDefault(cluster, List.of());
        int groups = Math.ceilDiv(all.size(), MOST_NEIGHBOURS + 1);
        int group = numberOf(server, all) % groups;
        return IntStream.range(0, all.size())
                .filter(i -> i % groups == group)
                .mapToObj(all::get)
                .filter(seat -> !seat.server().equals(server) && seat.door().isPresent())
                .map(SwarmMap::member)
                .toList();
    }

    private static int numberOf(ServerId server, List<Seat> seats) {
        return seats.stream().map(Seat::server).toList().indexOf(server);
    }

    private List<Swarm.Member> partners(ServerId server, ClusterId cluster) {
        List<Seat> own = seats.getOrDefault(cluster, List.of());
        int number = numberOf(server, own);
        List<ClusterId> others = ranked(cluster);
        if (others.isEmpty()) {
            return List.of();
        }
        int wanted =
                Math.min(
                        others.size(),
                        Math.clamp(PARTNERS_PER_CLUSTER / own.size(), 1, MOST_PARTNERS));
        List<Swarm.Member> partners = new ArrayList<>();
        // Servers begin at different places, but only within the best ranked: regions first.
        int near = Math.min(others.size(), Math.max(wanted, PARTNERS_PER_CLUSTER));
        for (int i = 0; i < wanted; i++) {
            ClusterId other = others.get((number * wanted + i) % near);
            List<Seat> there =
                    seats.getOrDefault(other, List.of()).stream()
                            .filter(seat -> seat.door().isPresent())
                            .toList();
            if (!there.isEmpty()) {
                long offset =
                        RendezvousHash.weight(cluster.value(), other.value()) & Integer.MAX_VALUE;
                partners.add(member(there.get((int) ((number + offset) % there.size()))));
            }
        }
        return partners;
    }

    /// All other clusters, the best first.
    private List<ClusterId> ranked(ClusterId cluster) {
        RegionId region = regions.get(cluster);
        long key = RendezvousHash.weight(asset.value(), cluster.value());
        return seats.keySet().stream()
                .filter(other -> !other.equals(cluster))
                .sorted(
                        Comparator.comparing((ClusterId other) ->
                                        !String.valueOf(regions.get(other))
                                                .equals(String.valueOf(region)))
                                .thenComparing(
                                        Comparator.comparingLong((ClusterId other) ->
                                                        RendezvousHash.weight(key, other.value()))
                                                .reversed()))
                .toList();
    }

    private static Swarm.Member member(Seat seat) {
        return new Swarm.Member(seat.server(), seat.cluster(), seat.door().orElseThrow());
    }
}
