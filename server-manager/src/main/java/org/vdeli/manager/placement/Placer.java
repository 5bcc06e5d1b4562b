package org.vdeli.manager.placement;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PolicyChoice;

/// Chooses the servers that shall hold an asset.
///
/// ## Goals
///
/// * Every server gets about the same share of a project's assets.
/// * A change of the fleet moves as little as it can, and a new version of a path goes to the
///   servers that hold the old one.
/// * New assets go to servers that answer.
/// * A server that is away for a while keeps what it holds.
///
/// ## Constraints
///
/// * A policy's spread is met if there are enough servers: ALL of the region, `count` of each
///   cluster, `count` of the region, or NONE.
/// * A server is chosen once, by the policy of the lowest order (feature F062).
/// * Draining servers and those in maintenance get nothing new; what they hold stays, and does not
///   count.
/// * The same picture gives the same choice, on every manager and in any order of the input.
///
/// ## Method
///
/// For each region, the policies that apply there ([PolicyChoice]) are taken in order. ALL takes
/// every server that may get something new. For a count, those servers are ranked: first the ones
/// that are online or hold the asset already, then the silent ones; within each by rendezvous
/// weight, the larger first; the first `count` are chosen. Last, servers that hold the asset, may
/// not get new ones and are in a region where some policy places it, keep it.
///
/// ## Example
///
/// Cluster C has the servers 1 (weight 7), 2 (weight 9, silent) and 3 (weight 5), and the policy
/// says two of each cluster. A new asset goes to 1 and 3: server 2 does not answer. Had 2 held the
/// asset, 1 and 2 would be chosen, and nothing would move because of its silence.
public final class Placer {
    private final Sites sites;

    public Placer(Sites sites) {
        this.sites = sites;
    }

    /// The servers that shall hold the asset of a path, each with the policy that says so, by
    /// server id.
    ///
    /// @param policies all of the asset's project
    /// @param holders servers to which the path is assigned now
    public Map<ServerId, DeliveryPolicy> place(
            AssetPath path, Collection<DeliveryPolicy> policies, Set<ServerId> holders) {
        return place(path, policies, holders, region -> true);
    }

    /// As [#place(AssetPath, Collection, Set)], in some regions alone: what is chosen in one region
    /// depends on no other.
    ///
    /// @param holders servers of those regions to which the path is assigned now
    /// @param regions which ones
    public Map<ServerId, DeliveryPolicy> place(
            AssetPath path,
            Collection<DeliveryPolicy> policies,
            Set<ServerId> holders,
            Predicate<RegionId> regions) {
        Round round = new Round(new Rendezvous(path), holders);
        PolicyChoice choice = new PolicyChoice(policies);
        for (Sites.Site site : sites.byRegion()) {
            if (regions.test(site.region())) {
                round.placeInRegion(choice.inRegion(site.region()), site);
            }
        }
        return round.chosen();
    }

    private static boolean placesSomething(DeliveryPolicy policy) {
        return switch (policy.spread()) {
            case ALL -> true;
            case PER_CLUSTER, PER_REGION -> policy.count() > 0;
            case NONE -> false;
        };
    }

    /// The choosing for one path.
    private final class Round {
        private final Rendezvous weights;
        private final Set<ServerId> holders;
        private final @Nullable DeliveryPolicy[] chosen = new DeliveryPolicy[sites.count()];

        Round(Rendezvous weights, Set<ServerId> holders) {
            this.weights = weights;
            this.holders = holders;
        }

        void placeInRegion(List<DeliveryPolicy> policies, Sites.Site site) {
            for (DeliveryPolicy policy : policies) {
                switch (policy.spread()) {
                    case ALL -> {
                        for (int server : site.all()) {
                            if (sites.standing(server) != Sites.Standing.KEEPS) {
                                choose(server, policy);
                            }
                        }
                    }
                    case PER_CLUSTER ->
                            site.clusters().forEach(cluster -> chooseBest(cluster, policy));
                    case PER_REGION -> chooseBest(site.all(), policy);
                    case NONE -> {}
                }
            }
            policies.stream()
                    .filter(Placer::placesSomething)
                    .findFirst()
                    .ifPresent(policy -> keep(site, policy));
        }

        /// Servers that get nothing new keep what they hold.
        private void keep(Sites.Site site, DeliveryPolicy policy) {
            for (int server : site.all()) {
                if (sites.standing(server) == Sites.Standing.KEEPS && holds(server)) {
                    choose(server, policy);
                }
            }
        }

        private boolean holds(int server) {
            return holders.contains(sites.id(server));
        }

        private void choose(int server, DeliveryPolicy policy) {
            if (chosen[server] == null) {
                chosen[server] = policy;
            }
        }

        private void chooseBest(int[] servers, DeliveryPolicy policy) {
            Ranking ranking = new Ranking(Math.min(policy.count(), servers.length));
            for (int server : servers) {
                Sites.Standing standing = sites.standing(server);
                if (standing != Sites.Standing.KEEPS) {
                    ranking.add(
                            server,
                            standing == Sites.Standing.SILENT && !holds(server),
                            weights.weight(sites.member(server)));
                }
            }
            for (int rank = 0; rank < ranking.size(); rank++) {
                choose(ranking.server(rank), policy);
            }
        }

        Map<ServerId, DeliveryPolicy> chosen() {
            Map<ServerId, DeliveryPolicy> byId = new LinkedHashMap<>();
            for (int server = 0; server < chosen.length; server++) {
                DeliveryPolicy policy = chosen[server];
                if (policy != null) {
                    byId.put(sites.id(server), policy);
                }
            }
            return byId;
        }
    }

    /// The best so many of the servers that were added: those that answer or hold the asset first,
    /// within each the larger weight, and of equal weights the lower number.
    private static final class Ranking {
        private final int[] servers;
        private final boolean[] last;
        private final long[] weights;
        private int size;

        Ranking(int most) {
            servers = new int[most];
            last = new boolean[most];
            weights = new long[most];
        }

        /// @param server a higher number than those added before
        void add(int server, boolean comesLast, long weight) {
            int rank = size;
            while (rank > 0 && isBefore(comesLast, weight, rank - 1)) {
                rank--;
            }
            if (rank == servers.length) {
                return;
            }
            size = Math.min(size + 1, servers.length);
            for (int moved = size - 1; moved > rank; moved--) {
                servers[moved] = servers[moved - 1];
                last[moved] = last[moved - 1];
                weights[moved] = weights[moved - 1];
            }
            servers[rank] = server;
            last[rank] = comesLast;
            weights[rank] = weight;
        }

        private boolean isBefore(boolean comesLast, long weight, int rank) {
            return comesLast == last[rank] ? weight > weights[rank] : last[rank];
        }

        int size() {
            return size;
        }

        int server(int rank) {
            return servers[rank];
        }
    }
}
