package org.vdeli.manager.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.fleet.EdgeServer;
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
        Rendezvous weights = new Rendezvous(path);
        Map<ServerId, DeliveryPolicy> chosen = new LinkedHashMap<>();
        PolicyChoice choice = new PolicyChoice(policies);
        sites.byRegion()
                .forEach((region, clusters) ->
                        placeInRegion(choice.inRegion(region), clusters, weights, holders, chosen));
        Map<ServerId, DeliveryPolicy> sorted = new LinkedHashMap<>();
        chosen.entrySet().stream()
                .sorted(Comparator.comparingLong(e -> e.getKey().value()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    private static void placeInRegion(
            List<DeliveryPolicy> policies,
            Map<ClusterId, List<EdgeServer>> clusters,
            Rendezvous weights,
            Set<ServerId> holders,
            Map<ServerId, DeliveryPolicy> chosen) {
        for (DeliveryPolicy policy : policies) {
            Stream<EdgeServer> picked =
                    switch (policy.spread()) {
                        case ALL -> everywhere(clusters).filter(Placer::mayGetNew);
                        case PER_CLUSTER ->
                                clusters.values().stream()
                                        .flatMap(servers ->
                                                best(
                                                        servers.stream(),
                                                        policy.count(),
                                                        weights,
                                                        holders));
                        case PER_REGION ->
                                best(everywhere(clusters), policy.count(), weights, holders);
                        case NONE -> Stream.empty();
                    };
            picked.forEach(server -> chosen.putIfAbsent(server.id(), policy));
        }
        policies.stream()
                .filter(Placer::placesSomething)
                .findFirst()
                .ifPresent(policy ->
                        everywhere(clusters)
                                .filter(server -> !mayGetNew(server))
                                .filter(server -> holders.contains(server.id()))
                                .forEach(server -> chosen.putIfAbsent(server.id(), policy)));
    }

    private static boolean placesSomething(DeliveryPolicy policy) {
        return switch (policy.spread()) {
            case ALL -> true;
            case PER_CLUSTER, PER_REGION -> policy.count() > 0;
            case NONE -> false;
        };
    }

    private static Stream<EdgeServer> everywhere(Map<ClusterId, List<EdgeServer>> clusters) {
        return clusters.values().stream().flatMap(List::stream);
    }

    private static boolean mayGetNew(EdgeServer server) {
        return server.state() == ServerState.ONLINE || server.state() == ServerState.SILENT;
    }

    private static Stream<EdgeServer> best(
            Stream<EdgeServer> servers, int count, Rendezvous weights, Set<ServerId> holders) {
        record Ranked(EdgeServer server, boolean last, long weight) {}
        List<Ranked> ranked = new ArrayList<>();
        servers.filter(Placer::mayGetNew)
                .forEach(server ->
                        ranked.add(
                                new Ranked(
                                        server,
                                        server.state() == ServerState.SILENT
                                                && !holders.contains(server.id()),
                                        weights.weight(server.id()))));
        ranked.sort(
                Comparator.comparing(Ranked::last)
                        .thenComparing(Comparator.comparingLong(Ranked::weight).reversed())
                        .thenComparingLong(r -> r.server().id().value()));
        return ranked.stream().limit(count).map(Ranked::server);
    }
}
