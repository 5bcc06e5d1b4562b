package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PolicyChoice;

/// Decides whether a server may lose its copy of an asset yet. Pure.
///
/// ## Goals
///
/// * Add before remove: viewers and the number of copies never suffer from a move.
/// * A move does not wait for what has nothing to do with it.
///
/// ## Constraints
///
/// * An asset that nobody shall hold any more goes at once, and so does one whose time is over, in
///   the regions where it is.
/// * Servers that are being drained count for nobody: they are to lose it themselves. Nor do those
///   in maintenance or joining, which viewers are not sent to, and those that evicted the asset,
///   which are not filled again by themselves.
/// * A copy counts where it is sure to be served: the server answers, and nothing is ordered that
///   takes the copy away or makes it anew.
///
/// ## Method
///
/// In the place of a server come those that shall hold the asset in its cluster; if there are none
/// there, in its region; if none there, anywhere. It may go when all of them are verified, or,
/// where a policy wants all servers of the place anyway, one of them. Copies that a policy counts
/// per region must be verified, too, in whatever cluster they are.
///
/// ## Example
///
/// Two servers of a cluster shall hold an asset, 1 and 2 do, and 1 is drained: 3 is chosen. When 3
/// has confirmed, 1 is purged. With 2 alone in the cluster, 1 would have been purged at once.
public final class Handover {
    /// Nothing waits for anything: what a plan comes to in the end.
    static final Handover AT_ONCE = new Handover(Map.of(), Map.of(), Map.of(), Map.of());

    private final Map<ServerId, ClusterId> clusters;
    private final Map<ServerId, RegionId> regions;
    private final Map<ServerId, ServerState> states;
    private final Map<RegionId, String> over;

    private Handover(
            Map<ServerId, ClusterId> clusters,
            Map<ServerId, RegionId> regions,
            Map<ServerId, ServerState> states,
            Map<RegionId, String> over) {
        this.clusters = clusters;
        this.regions = regions;
        this.states = states;
        this.over = over;
    }

    static Handover of(FleetSnapshot fleet) {
        Map<ClusterId, RegionId> regionOf = new HashMap<>();
        for (Cluster cluster : fleet.clusters()) {
            regionOf.put(cluster.id(), cluster.region());
        }
        Map<ServerId, ClusterId> clusters = new HashMap<>();
        Map<ServerId, RegionId> regions = new HashMap<>();
        Map<ServerId, ServerState> states = new HashMap<>();
        for (EdgeServer server : fleet.servers()) {
            server.cluster()
                    .filter(regionOf::containsKey)
                    .ifPresent(cluster -> {
                        clusters.put(server.id(), cluster);
                        regions.put(server.id(), regionOf.get(cluster));
                    });
            states.put(server.id(), server.state());
        }
        return new Handover(clusters, regions, states, Map.of());
    }

    /// The same for an asset whose time is over in some regions: there nothing takes its place.
    ///
    /// @param policies of its project
    Handover after(Asset asset, List<DeliveryPolicy> policies, Instant now) {
        if (!asset.isExpired(now)
                && policies.stream().noneMatch(policy -> policy.isOver(asset.acceptedAt(), now))) {
            return this;
        }
        PolicyChoice choice = new PolicyChoice(policies);
        Map<RegionId, String> ended = new HashMap<>();
        for (RegionId region : Set.copyOf(regions.values())) {
            asset.timeIsOver(choice.inRegion(region), now)
                    .ifPresent(words -> ended.put(region, words));
        }
        return new Handover(clusters, regions, states, ended);
    }

    /// Why a server loses its copy: that the time of the asset is over there, or else what is
    /// given.
    String reason(ServerId leaving, String otherwise) {
        @Nullable RegionId region = regions.get(leaving);
        return region == null ? otherwise : over.getOrDefault(region, otherwise);
    }

    /// Whether a server is to lose whatever it holds.
    boolean drains(ServerId server) {
        return states.get(server) == ServerState.DRAINING;
    }

    /// Where a server is; empty for one without cluster.
    Optional<RegionId> regionOf(ServerId server) {
        return Optional.ofNullable(regions.get(server));
    }

    /// Whether its copy could take the place of another one.
    private boolean isCountedOn(ServerId server) {
        return switch (states.get(server)) {
            case ONLINE, SILENT -> true;
            case JOINING, DRAINING, MAINTENANCE, RETIRED -> false;
            case null -> false;
        };
    }

    /// The answers for one asset.
    ///
    /// @param desired servers that shall hold it
    /// @param verified servers that are known to hold it
    Ledger ledger(Map<ServerId, DeliveryPolicy> desired, Collection<ServerId> verified) {
        return new Ledger(desired, () -> verified, Set::of);
    }

    Ledger ledger(AssetPicture picture) {
        return new Ledger(
                picture.desired(),
                () -> {
                    Set<ServerId> uncertain =
                            picture.openJobs().stream()
                                    .filter(Handover::changesTheCopy)
                                    .map(TransferJob::server)
                                    .collect(Collectors.toSet());
                    return picture.replicas().stream()
                            .filter(replica ->
                                    replica.checksum().equals(picture.asset().checksum()))
                            .map(Replica::server)
                            .filter(server -> !uncertain.contains(server))
                            .toList();
                },
                () ->
                        picture.assigned().stream()
                                .filter(assignment -> assignment.evictedAt().isPresent())
                                .map(Assignment::server)
                                .collect(Collectors.toSet()));
    }

    private static boolean changesTheCopy(TransferJob job) {
        return switch (job.kind()) {
            case FILL -> true;
            case PURGE -> Planner.mayBeUnderWay(job);
            case VERIFY -> false;
        };
    }

    /// Servers of one place that shall hold the asset.
    private static final class Tally {
        private int desired;
        private int verified;
        private boolean wantsAll;

        void add(boolean isVerified, Spread spread) {
            desired++;
            verified += isVerified ? 1 : 0;
            wantsAll |= spread == Spread.ALL;
        }

        boolean isMet() {
            return wantsAll ? verified > 0 : verified == desired;
        }
    }

    /// Who shall hold an asset and does, by place; made when it is first asked.
    final class Ledger {
        private final Map<ServerId, DeliveryPolicy> desired;
        private final Supplier<Collection<ServerId>> verified;
        private final Supplier<Set<ServerId>> evicted;
        private final Map<ClusterId, Tally> byCluster = new HashMap<>();
        private final Map<RegionId, Tally> byRegion = new HashMap<>();
        private final Map<RegionId, Tally> countedPerRegion = new HashMap<>();
        private final Tally everywhere = new Tally();
        private boolean drainingHolds;
        private boolean isMade;

        private Ledger(
                Map<ServerId, DeliveryPolicy> desired,
                Supplier<Collection<ServerId>> verified,
                Supplier<Set<ServerId>> evicted) {
            this.desired = desired;
            this.verified = verified;
            this.evicted = evicted;
        }

        /// Whether a server may lose its copy now.
        boolean mayGo(ServerId leaving) {
            @Nullable RegionId region = regions.get(leaving);
            if (Handover.this == AT_ONCE
                    || desired.isEmpty()
                    || (region != null && over.containsKey(region))) {
                return true;
            }
            make();
            if (everywhere.desired == 0) {
                return !drains(leaving) && drainingHolds;
            }
            Tally counted = countedPerRegion.get(region);
            return (counted == null || counted.isMet()) && placeOf(leaving, region).isMet();
        }

        private Tally placeOf(ServerId leaving, @Nullable RegionId region) {
            Tally inCluster = byCluster.get(clusters.get(leaving));
            if (inCluster != null) {
                return inCluster;
            }
            Tally inRegion = byRegion.get(region);
            return inRegion == null ? everywhere : inRegion;
        }

        private void make() {
            if (isMade) {
                return;
            }
            isMade = true;
            Set<ServerId> holders = Set.copyOf(verified.get());
            Set<ServerId> without = evicted.get();
            desired.forEach((server, policy) -> {
                boolean isVerified = holders.contains(server);
                if (drains(server)) {
                    drainingHolds |= isVerified;
                } else if (isCountedOn(server) && !without.contains(server)) {
                    boolean answers = states.get(server) == ServerState.ONLINE;
                    count(server, isVerified && answers, policy.spread());
                }
            });
        }

        private void count(ServerId server, boolean isVerified, Spread spread) {
            everywhere.add(isVerified, spread);
            ClusterId cluster = clusters.get(server);
            RegionId region = regions.get(server);
            if (cluster != null && region != null) {
                byCluster.computeIfAbsent(cluster, c -> new Tally()).add(isVerified, spread);
                byRegion.computeIfAbsent(region, r -> new Tally()).add(isVerified, spread);
                if (spread == Spread.PER_REGION) {
                    countedPerRegion
                            .computeIfAbsent(region, r -> new Tally())
                            .add(isVerified, spread);
                }
            }
        }
    }
}
