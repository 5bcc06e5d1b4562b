package org.vdeli.manager.dispatch;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyPreviewView.Change;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.fleet.Region;

/// Adds up the plans of a preview: what changes where, and which bytes cross which link.
///
/// A swarm's file crosses the WAN of a cluster once, or never if a server of the cluster keeps it;
/// with any other method it crosses once for each server. The origin hands a swarm's file out
/// between once in all (or never, if some server keeps it) and once for each cluster.
final class PreviewTally {
    private final Map<ServerId, EdgeServer> servers = new HashMap<>();
    private final Map<ClusterId, Cluster> clusters = new HashMap<>();
    private final Map<RegionId, Region> regions = new HashMap<>();
    private final Sum total = new Sum();
    private final Map<Long, Sum> byServer = new TreeMap<>();
    private final Map<Long, Sum> byCluster = new TreeMap<>();
    private final Map<Long, Sum> byRegion = new TreeMap<>();
    private final Map<Long, Sum> byAsset = new TreeMap<>();
    private final Map<Long, Asset> assets = new HashMap<>();
    private final Map<ClusterId, WanEstimate> links = new HashMap<>();
    private long originLeast;
    private long originMost;
    private long purgesLater;

    PreviewTally(FleetSnapshot fleet) {
        fleet.servers().forEach(server -> servers.put(server.id(), server));
        fleet.clusters().forEach(cluster -> clusters.put(cluster.id(), cluster));
        fleet.regions().forEach(region -> regions.put(region.id(), region));
    }

    private static final class Sum {
        private long gains;
        private long losses;
        private long fills;
        private long purges;
        private long cancelled;
        private long filled;
        private long freed;

        Change view() {
            return new Change(
                    gains,
                    losses,
                    fills,
                    purges,
                    cancelled,
                    ByteCount.of(filled),
                    ByteCount.of(freed));
        }

        long size() {
            return gains + losses + fills + purges;
        }
    }

    /// What happens to one copy.
    private interface Event {
        void count(Sum sum);
    }

    /// Adds the plan of one asset.
    ///
    /// @param keepers servers that hold it before and after
    /// @param later how many of its purges wait for fills
    void add(AssetPicture picture, Plan plan, Set<ServerId> keepers, long later) {
        purgesLater += later;
        Asset asset = picture.asset();
        long size = asset.size().bytes();
        Set<ServerId> assigned =
                picture.assigned().stream().map(Assignment::server).collect(Collectors.toSet());
        Set<ServerId> held =
                picture.replicas().stream().map(Replica::server).collect(Collectors.toSet());
        plan.assign().stream()
                .map(Assignment::server)
                .filter(server -> !assigned.contains(server))
                .forEach(server -> count(asset, server, sum -> sum.gains++));
        plan.unassign().forEach(key -> count(asset, key.server(), sum -> sum.losses++));
        plan.cancel().forEach(job -> count(asset, job.server(), sum -> sum.cancelled++));
        for (TransferJob job : plan.order()) {
            if (job.kind() == JobKind.FILL) {
                count(
                        asset,
                        job.server(),
                        sum -> {
                            sum.fills++;
                            sum.filled += size;
                        });
            } else {
                long freed = held.contains(job.server()) ? size : 0;
                count(
                        asset,
                        job.server(),
                        sum -> {
                            sum.purges++;
                            sum.freed += freed;
                        });
            }
        }
        addLinks(asset, plan, keepers, held, picture.desired().keySet());
    }

    private void count(Asset asset, ServerId id, Event event) {
        event.count(total);
        event.count(sum(byServer, id.value()));
        event.count(sum(byAsset, asset.id().value()));
        assets.put(asset.id().value(), asset);
        Cluster cluster = clusterOf(id);
        if (cluster != null) {
            event.count(sum(byCluster, cluster.id().value()));
            event.count(sum(byRegion, cluster.region().value()));
        }
    }

    private static Sum sum(Map<Long, Sum> sums, long id) {
        return sums.computeIfAbsent(id, i -> new Sum());
    }

    private @Nullable Cluster clusterOf(ServerId id) {
        return Optional.ofNullable(servers.get(id))
                .flatMap(EdgeServer::cluster)
                .map(clusters::get)
                .orElse(null);
    }

    private void addLinks(
            Asset asset,
            Plan plan,
            Set<ServerId> keepers,
            Set<ServerId> held,
            Set<ServerId> desired) {
        List<TransferJob> fills =
                plan.order().stream().filter(job -> job.kind() == JobKind.FILL).toList();
        if (fills.isEmpty()) {
            return;
        }
        Set<ServerId> filling = fills.stream().map(TransferJob::server).collect(Collectors.toSet());
        Set<ClusterId> supplied = new HashSet<>();
        keepers.forEach(server -> addCluster(server, supplied));
        held.stream()
                .filter(server -> desired.contains(server) && !filling.contains(server))
                .forEach(server -> addCluster(server, supplied));
        boolean isSomewhere = !supplied.isEmpty();
        boolean isRead = isSomewhere;
        long size = asset.size().bytes();
        for (TransferJob fill : fills) {
            EdgeServer server = servers.get(fill.server());
            Cluster cluster = clusterOf(fill.server());
            if (server == null || cluster == null) {
                continue; // gone since: such a server is placed nowhere
            }
            boolean shared = fill.terms().limits().method() == TransferMethod.SWARM;
            long bytes = !shared || supplied.add(cluster.id()) ? size : 0;
            links.computeIfAbsent(cluster.id(), c -> new WanEstimate(cluster.wanCapacity()))
                    .add(fill.terms(), server, bytes);
            originMost += bytes;
            if (!shared) {
                originLeast += size;
            } else if (!isRead) {
                originLeast += size;
                isRead = true;
            }
        }
    }

    private void addCluster(ServerId server, Set<ClusterId> into) {
        Cluster cluster = clusterOf(server);
        if (cluster != null) {
            into.add(cluster.id());
        }
    }

    PolicyPreviewView view(boolean complete, long looked, long planned, URI origin, Instant begin) {
        List<PolicyPreviewView.WanLoad> loads =
                links.entrySet().stream()
                        .filter(link -> link.getValue().bytes() > 0)
                        .map(link -> load(link.getKey(), link.getValue(), begin))
                        .sorted(
                                Comparator.comparingLong((PolicyPreviewView.WanLoad load) ->
                                                load.bytes().bytes())
                                        .reversed()
                                        .thenComparingLong(load -> load.cluster().value()))
                        .toList();
        return new PolicyPreviewView(
                complete,
                looked,
                planned,
                (long) byAsset.size(),
                total.view(),
                largest(
                        byRegion,
                        (id, change) ->
                                new PolicyPreviewView.RegionChange(
                                        new RegionId(id),
                                        Objects.requireNonNull(regions.get(new RegionId(id)))
                                                .name(),
                                        change)),
                largest(
                        byCluster,
                        (id, change) ->
                                new PolicyPreviewView.ClusterChange(
                                        new ClusterId(id),
                                        Objects.requireNonNull(clusters.get(new ClusterId(id)))
                                                .name(),
                                        change)),
                (long) byCluster.size(),
                largest(
                        byServer,
                        (id, change) ->
                                new PolicyPreviewView.ServerChange(
                                        new ServerId(id),
                                        Optional.ofNullable(servers.get(new ServerId(id)))
                                                .map(EdgeServer::name)
                                                .orElse(""),
                                        change)),
                (long) byServer.size(),
                largest(
                        byAsset,
                        (id, change) -> {
                            Asset asset = Objects.requireNonNull(assets.get(id));
                            return new PolicyPreviewView.AssetChange(
                                    asset.id(), asset.path(), change);
                        }),
                loads.stream().limit(PolicyPreviewView.LONGEST_LIST).toList(),
                (long) loads.size(),
                originMost == 0
                        ? List.of()
                        : List.of(
                                new PolicyPreviewView.OriginLoad(
                                        origin,
                                        ByteCount.of(originLeast),
                                        ByteCount.of(originMost))),
                ByteCount.of(loads.stream().mapToLong(load -> load.bytes().bytes()).sum()),
                doneAt(loads),
                Optional.of(purgesLater).filter(number -> number > 0));
    }

    private PolicyPreviewView.WanLoad load(ClusterId id, WanEstimate link, Instant begin) {
        Cluster cluster = Objects.requireNonNull(clusters.get(id));
        return new PolicyPreviewView.WanLoad(
                id,
                cluster.name(),
                ByteCount.of(link.bytes()),
                cluster.wanCapacity(),
                link.time(),
                link.end(begin));
    }

    private static Optional<Instant> doneAt(List<PolicyPreviewView.WanLoad> loads) {
        return loads.stream().allMatch(load -> load.doneAt().isPresent())
                ? loads.stream()
                        .flatMap(load -> load.doneAt().stream())
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    private static <V> List<V> largest(Map<Long, Sum> sums, BiFunction<Long, Change, V> view) {
        return sums.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<Long, Sum> entry) -> entry.getValue().size())
                                .reversed()
                                .thenComparingLong(Map.Entry::getKey))
                .limit(PolicyPreviewView.LONGEST_LIST)
                .map(entry -> view.apply(entry.getKey(), entry.getValue().view()))
                .toList();
    }
}
