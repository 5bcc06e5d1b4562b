package org.vdeli.manager.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.RendezvousHash;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.fleet.OriginStanding;

/// Chooses the origins that shall hold an asset: M of N (features F160 to F163).
///
/// ## Goals
///
/// * Each asset is on M different origins, in as many regions and clusters as there are.
/// * Each origin of a region gets about the same share, and so does each region.
/// * One origin that joins or leaves moves nothing but its own share.
/// * What was verified is not given up before enough others are.
///
/// ## Constraints
///
/// * Where fewer than M origins can take copies, all of them do.
/// * Regions come before evenness: a region with one origin beside one with ten gives that one a
///   copy of everything if M is two.
/// * Origins that rest (see [org.vdeli.manager.fleet.OriginRests]), are drained, in maintenance or
///   joining get nothing new and do not count; what they hold stays. Retired ones are not seen.
/// * The same picture gives the same choice, on every manager and in any order of the input.
///
/// ## Method
///
/// The origins that may take a copy are ranked by rendezvous weight for the path, so that a new
/// version goes where the old one is. M times the best is taken: of those in regions without a copy
/// if there are any, else of those in clusters without one, else of all. One that is silent and
/// holds nothing comes only where no other is left. Those without a cluster count as in one region,
/// each in a cluster of its own. Holders that are not chosen keep their copy until M of the chosen
/// are verified.
///
/// ## Example
///
/// M is two; the origins are 1 (weight 9) and 2 (weight 7) in region North, and 3 (weight 4) in
/// South. 1 and 3 are chosen. 1 falls silent for so long that it rests: 2 gets a copy, 1 keeps its
/// own. 1 comes back with it: 1 and 3 are chosen and verified, and the copy of 2 goes.
public final class OriginPlacer {
    private final List<Origin> origins;
    private final Set<ServerId> ids;
    private final int copies;

    /// An origin that is not retired.
    ///
    /// @param region,cluster where it stands; absent: unknown
    /// @param member what makes its weight for a path; see [RendezvousHash]
    private record Origin(
            ServerId id,
            Optional<RegionId> region,
            Optional<ClusterId> cluster,
            boolean takesNew,
            boolean isSilent,
            long member) {
        /// Two origins without a cluster are not known to share anything.
        Object place() {
            return cluster.<Object>map(known -> known).orElse(id);
        }
    }

    /// @param resting origins whose copies do not count
    /// @param copies how many of each asset there shall be, at least 1
    public OriginPlacer(FleetSnapshot fleet, Set<ServerId> resting, int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies must be at least 1, not " + copies);
        }
        Map<ClusterId, RegionId> regions = new HashMap<>();
        for (Cluster cluster : fleet.clusters()) {
            regions.put(cluster.id(), cluster.region());
        }
        this.copies = copies;
        this.origins =
                fleet.servers().stream()
                        .filter(server -> server.role() == ServerRole.ORIGIN)
                        .filter(server -> server.state() != ServerState.RETIRED)
                        .sorted(Comparator.comparingLong(server -> server.id().value()))
                        .map(server -> origin(server, regions, resting))
                        .toList();
        Set<ServerId> all = new HashSet<>();
        origins.forEach(origin -> all.add(origin.id()));
        this.ids = Set.copyOf(all);
    }

    private static Origin origin(
            EdgeServer server, Map<ClusterId, RegionId> regions, Set<ServerId> resting) {
        return new Origin(
                server.id(),
                server.cluster().map(regions::get),
                server.cluster(),
                OriginStanding.takesNew(server, resting),
                server.state() == ServerState.SILENT,
                RendezvousHash.mix(server.id().value()));
    }

    /// All origins that are not retired.
    public Set<ServerId> origins() {
        return ids;
    }

    /// The origins that shall hold the asset of a path.
    ///
    /// @param holders servers that hold it, or shall by what was decided before
    /// @param verified servers that hold it
    /// @param unable origins that could not be filled with it: others are chosen
    public Set<ServerId> place(
            AssetPath path,
            Collection<ServerId> holders,
            Collection<ServerId> verified,
            Collection<ServerId> unable) {
        if (origins.isEmpty()) {
            return Set.of();
        }
        List<Origin> chosen = choose(path, holders, unable);
        Set<ServerId> placed = new TreeSet<>(Comparator.comparingLong(ServerId::value));
        chosen.forEach(origin -> placed.add(origin.id()));
        boolean enough = placed.stream().filter(verified::contains).count() >= copies;
        for (Origin origin : origins) {
            if (holders.contains(origin.id()) && (!enough || !origin.takesNew())) {
                placed.add(origin.id());
            }
        }
        return placed;
    }

    private List<Origin> choose(
            AssetPath path, Collection<ServerId> holders, Collection<ServerId> unable) {
        Rendezvous weights = new Rendezvous(path);
        List<Origin> left =
                new ArrayList<>(
                        origins.stream()
                                .filter(Origin::takesNew)
                                .filter(origin -> !unable.contains(origin.id()))
                                .sorted(
                                        Comparator.comparingLong((Origin origin) ->
                                                        weights.weight(origin.member()))
                                                .reversed())
                                .toList());
        Predicate<Origin> answers = origin -> !origin.isSilent() || holders.contains(origin.id());
        List<Origin> chosen = new ArrayList<>();
        Set<Optional<RegionId>> regions = new HashSet<>();
        Set<Object> clusters = new HashSet<>();
        while (chosen.size() < copies && !left.isEmpty()) {
            Origin next =
                    best(
                            left,
                            answers.and(origin -> !regions.contains(origin.region())),
                            answers.and(origin -> !clusters.contains(origin.place())),
                            answers);
            left.remove(next);
            chosen.add(next);
            regions.add(next.region());
            clusters.add(next.place());
        }
        return chosen;
    }

    /// The first that satisfies the first wish that any satisfies; the first of all if none is.
    @SafeVarargs
    private static Origin best(List<Origin> ranked, Predicate<Origin>... wishes) {
        for (Predicate<Origin> wish : wishes) {
            for (Origin origin : ranked) {
                if (wish.test(origin)) {
                    return origin;
                }
            }
        }
        return ranked.getFirst();
    }
}
