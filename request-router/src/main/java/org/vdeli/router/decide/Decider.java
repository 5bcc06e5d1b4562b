package org.vdeli.router.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vdeli.contracts.value.RendezvousHash;
import org.vdeli.router.decide.Choice.Reason;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.map.Holders;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.place.Place;

/// Chooses the servers for a viewer. Pure and safe for any number of threads; 1 to 2 us with 4000
/// servers, without allocating more than the answer.
///
/// **Goals.** A viewer gets the nearest good server that has the video. A video that few watch is
/// served by one server of a cluster, out of its memory; one that many watch is served by as many
/// as it takes. A server that goes moves its own viewers only.
///
/// **Constraints.** A server without a verified replica is chosen only if no healthy one has one;
/// one that is not healthy, never.
///
/// **Method.**
///
/// 1. Of the servers with a verified replica those count that serve and are not busy; else those
///    that serve; else, so that a cold start works, those to which the project's policies deliver:
///    the request makes one of them fetch the file.
/// 2. Of their clusters the best: the one that an operator's prefix names, then those of the region
///    that it names, then by distance; of equals the one with the lower id. For a client whose
///    place is not known all clusters are alike, and rendezvous hashing of the path chooses, so
///    that a path keeps its clusters.
/// 3. Within the cluster consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam,
///    SODA 2018, arXiv:1608.01350), on weighted rendezvous hashing (Thaler and Ravishankar 1998;
///    weights by Schindelhauer and Schomaker 2005) instead of a ring, since a cluster is small: the
///    servers in the order that the path gives them, and the first whose count of viewers of late
///    is below its [#bound]. Somebody is always below it.
public final class Decider {
    /// A server takes at most 1.25 times its fair share: the paper's 1 + epsilon. A smaller one
    /// spreads more evenly, and moves more.
    static final double SHARE = 1.25;

    /// So many viewers of late never make a server full: spreading them would only cost memory for
    /// more copies.
    static final int FLOOR = 16;

    /// Lines whose capacity is not known count as this, 1 Gbit/s.
    private static final double USUAL_CAPACITY = 1e9;

    /// Raises a cluster that an operator's prefix names above all others, cosines being -1 to 1.
    private static final double NAMED_SITE = 8;

    private static final double NAMED_AREA = 4;

    /// How viewers spread over the servers of a cluster.
    public enum Spread {
        /// By the path, with bounded loads.
        HASH,
        /// Evenly, whatever the path: for clusters whose servers share one storage.
        EVEN
    }

    private final Spread spread;

    public Decider(Spread spread) {
        this.spread = spread;
    }

    /// One server that can serve a viewer.
    ///
    /// @param server its number
    public record Candidate(int server, Reason reason) {}

    /// The best server.
    ///
    /// @param asset its number in the table
    public Choice choose(RoutingSnapshot snapshot, LoadCounts loads, int asset, Place place) {
        Holders holders = snapshot.table().holders(asset);
        String path = snapshot.table().path(asset);
        long key = RoutingTable.hash(path);
        long[] free = snapshot.pulse().free();
        long[] up = snapshot.pulse().up();
        int server = best(snapshot, loads, holders, free, key, place);
        if (server >= 0) {
            return new Choice(server, Reason.HOLDS);
        }
        server = best(snapshot, loads, holders, up, key, place);
        if (server >= 0) {
            return new Choice(server, Reason.HOLDS_BUSY);
        }
        Holders reach = snapshot.table().fleet().reachOf(path);
        server = best(snapshot, loads, reach, free, key, place);
        if (server >= 0) {
            return new Choice(server, Reason.FILLS);
        }
        server = best(snapshot, loads, reach, up, key, place);
        return server >= 0 ? new Choice(server, Reason.FILLS_BUSY) : Choice.NOBODY;
    }

    private int best(
            RoutingSnapshot snapshot,
            LoadCounts loads,
            Holders among,
            long[] mask,
            long key,
            Place place) {
        FleetIndex fleet = snapshot.table().fleet();
        int bestSite = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        int server = among.next(0, mask);
        while (server >= 0) {
            int site = fleet.siteOf(server);
            double score = score(fleet, site, key, place);
            if (score > bestScore) {
                bestScore = score;
                bestSite = site;
            }
            server = among.next(fleet.end(site), mask);
        }
        return bestSite < 0 ? -1 : pick(fleet, loads, among, mask, key, bestSite);
    }

    /// How well a cluster suits a client: more is better.
    private static double score(FleetIndex fleet, int site, long key, Place place) {
        double score;
        if (place.isOnTheEarth()) {
            score = fleet.cosine(site, place.x(), place.y(), place.z());
        } else {
            score = RendezvousHash.weight(key, fleet.site(site).id()) * 0x1p-63;
        }
        if (site == place.site()) {
            score += NAMED_SITE;
        }
        if (place.area() >= 0 && place.area() == fleet.areaOf(site)) {
            score += NAMED_AREA;
        }
        return score;
    }

    /// The server of a cluster. The cluster has one in the mask.
    private int pick(
            FleetIndex fleet, LoadCounts loads, Holders among, long[] mask, long key, int site) {
        int end = fleet.end(site);
        int first = firstOf(fleet, among, mask, site);
        int sum = 0;
        int count = 0;
        double capacity = 0;
        for (int i = first; i >= 0 && i < end; i = among.next(i + 1, mask)) {
            sum += loads.of(i);
            count++;
            capacity += capacity(fleet, i);
        }
        if (count == 1) {
            return first;
        }
        int best = -1;
        double bestRank = Double.NEGATIVE_INFINITY;
        for (int i = first; i >= 0 && i < end; i = among.next(i + 1, mask)) {
            double share = capacity(fleet, i) / capacity;
            int load = loads.of(i);
            if (load < bound(sum, share)) {
                double rank = rank(fleet, key, i, share, load);
                if (rank > bestRank) {
                    bestRank = rank;
                    best = i;
                }
            }
        }
        return best < 0 ? first : best;
    }

    private static int firstOf(FleetIndex fleet, Holders among, long[] mask, int site) {
        int server = among.next(fleet.start(site), mask);
        if (server < 0 || fleet.siteOf(server) != site) {
            throw new IllegalStateException("cluster " + site + " has no server to pick");
        }
        return server;
    }

    /// How much a server is wanted: the weighted rendezvous hash of path and server, or how little
    /// it has.
    private double rank(FleetIndex fleet, long key, int server, double share, int load) {
        long weight = RendezvousHash.weight(key, fleet.server(server).id());
        double unit = ((weight >>> 11) + 0.5) * 0x1p-53;
        return switch (spread) {
            case HASH -> -share / Math.log(unit);
            case EVEN -> -load / share + unit * 1e-3;
        };
    }

    private static double capacity(FleetIndex fleet, int server) {
        long capacity = fleet.server(server).capacity();
        return capacity > 0 ? capacity : USUAL_CAPACITY;
    }

    /// The count that a server does not go beyond.
    ///
    /// @param sum of the counts of all servers of the cluster that can serve the path
    /// @param share of this one in their capacity, 0 to 1
    static int bound(int sum, double share) {
        return Math.max(FLOOR, (int) Math.ceil(SHARE * (sum + 1.0) * share));
    }

    /// The best servers, the one that [#choose] gives first; servers of all clusters, those that
    /// need not fetch first.
    ///
    /// @param limit how many at most
    public List<Candidate> order(
            RoutingSnapshot snapshot, LoadCounts loads, int asset, Place place, int limit) {
        List<Candidate> found = new ArrayList<>();
        Holders holders = snapshot.table().holders(asset);
        String path = snapshot.table().path(asset);
        long key = RoutingTable.hash(path);
        long[] free = snapshot.pulse().free();
        long[] up = snapshot.pulse().up();
        append(found, snapshot, loads, holders, free, key, place, Reason.HOLDS, limit);
        append(found, snapshot, loads, holders, up, key, place, Reason.HOLDS_BUSY, limit);
        if (found.isEmpty()) {
            Holders reach = snapshot.table().fleet().reachOf(path);
            append(found, snapshot, loads, reach, free, key, place, Reason.FILLS, limit);
            append(found, snapshot, loads, reach, up, key, place, Reason.FILLS_BUSY, limit);
        }
        return List.copyOf(found);
    }

    private void append(
            List<Candidate> found,
            RoutingSnapshot snapshot,
            LoadCounts loads,
            Holders among,
            long[] mask,
            long key,
            Place place,
            Reason reason,
            int limit) {
        FleetIndex fleet = snapshot.table().fleet();
        long[] left = mask.clone();
        found.forEach(candidate -> clear(left, candidate.server()));
        for (int site : sites(fleet, among, left, key, place)) {
            while (found.size() < limit && hasAny(fleet, among, left, site)) {
                int server = pick(fleet, loads, among, left, key, site);
                found.add(new Candidate(server, reason));
                clear(left, server);
            }
        }
    }

    private static void clear(long[] mask, int server) {
        mask[server >> 6] &= ~(1L << server);
    }

    private static boolean hasAny(FleetIndex fleet, Holders among, long[] mask, int site) {
        int server = among.next(fleet.start(site), mask);
        return server >= 0 && fleet.siteOf(server) == site;
    }

    /// The clusters that have a server, the best first.
    private static List<Integer> sites(
            FleetIndex fleet, Holders among, long[] mask, long key, Place place) {
        List<Integer> sites = new ArrayList<>();
        for (int server = among.next(0, mask); server >= 0; ) {
            int site = fleet.siteOf(server);
            sites.add(site);
            server = among.next(fleet.end(site), mask);
        }
        sites.sort(
                Comparator.comparingDouble((Integer site) -> -score(fleet, site, key, place))
                        .thenComparingInt(site -> site));
        return sites;
    }
}
