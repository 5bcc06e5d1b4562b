package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.mirror.World;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;

/// The topology as it would be with a draft saved.
public final class Topology {
    private final World world;
    private final Draft draft;
    private final Map<Ref<RegionId>, RegionPlan> regions = new LinkedHashMap<>();
    private final Map<Ref<ClusterId>, ClusterPlan> clusters = new LinkedHashMap<>();
    private final Map<Ref<RegionId>, Areas> shapes = new HashMap<>();
    private final List<RegionPlan> byOrder;

    private Topology(World world, Draft draft) {
        this.world = world;
        this.draft = draft;
        world.regions().stream()
                .sorted(
                        Comparator.comparingInt(RegionView::order)
                                .thenComparing(RegionView::name)
                                .thenComparingLong(view -> view.id().value()))
                .forEach(view -> regions.put(new Ref.Saved<>(view.id()), RegionPlan.of(view)));
        world.clusters().stream()
                .sorted(Comparator.comparing(ClusterView::name))
                .forEach(view -> clusters.put(new Ref.Saved<>(view.id()), ClusterPlan.of(view)));
        draft.gone().regions().forEach(id -> regions.remove(new Ref.Saved<>(id)));
        draft.gone().clusters().forEach(id -> clusters.remove(new Ref.Saved<>(id)));
        draft.regions().forEach(this::put);
        draft.clusters().forEach(this::put);
        regions.forEach((ref, plan) -> plan.shape().ifPresent(shape -> shapes.put(ref, shape)));
        byOrder = new ArrayList<>(regions.values());
        byOrder.sort(Comparator.comparingInt(RegionPlan::order).thenComparing(RegionPlan::name));
    }

    static Topology of(World world, Draft draft) {
        return new Topology(world, draft);
    }

    /// Changes of an object that somebody else has deleted meanwhile come to nothing here; the
    /// manager says so when they are saved.
    private void put(Ref<RegionId> ref, RegionPlan plan) {
        if (ref instanceof Ref.Fresh<RegionId> || regions.containsKey(ref)) {
            regions.put(ref, plan);
        }
    }

    private void put(Ref<ClusterId> ref, ClusterPlan plan) {
        if (ref instanceof Ref.Fresh<ClusterId> || clusters.containsKey(ref)) {
            clusters.put(ref, plan);
        }
    }

    /// Those that win where areas overlap come first.
    List<RegionPlan> regions() {
        return byOrder;
    }

    Iterable<ClusterPlan> clusters() {
        return clusters.values();
    }

    Optional<RegionPlan> region(Ref<RegionId> ref) {
        return Optional.ofNullable(regions.get(ref));
    }

    Optional<ClusterPlan> cluster(Ref<ClusterId> ref) {
        return Optional.ofNullable(clusters.get(ref));
    }

    Optional<Areas> shape(Ref<RegionId> ref) {
        return Optional.ofNullable(shapes.get(ref));
    }

    Optional<Ref<ClusterId>> clusterOf(ServerView server) {
        Ref<ClusterId> moved = draft.servers().get(server.id());
        if (moved != null && clusters.containsKey(moved)) {
            return Optional.of(moved);
        }
        return server.cluster().map(id -> new Ref.Saved<>(id));
    }

    /// The region whose area a place lies in: of several the one with the lowest order.
    Optional<RegionPlan> regionAt(GeoPoint place) {
        for (RegionPlan region : byOrder) {
            Areas shape = shapes.get(region.ref());
            if (shape != null && shape.contains(place)) {
                return Optional.of(region);
            }
        }
        return Optional.empty();
    }

    /// Clusters that lie where a region wins, and belong to another one.
    List<ClusterPlan> strangersIn(Ref<RegionId> ref) {
        List<ClusterPlan> out = new ArrayList<>();
        for (ClusterPlan cluster : clusters.values()) {
            if (!cluster.region().equals(ref)
                    && regionAt(cluster.position()).filter(r -> r.ref().equals(ref)).isPresent()) {
                out.add(cluster);
            }
        }
        return out;
    }

    /// Regions that share ground with one, those that win first.
    List<RegionPlan> overlapping(Ref<RegionId> ref) {
        Areas shape = shapes.get(ref);
        List<RegionPlan> out = new ArrayList<>();
        if (shape != null) {
            for (RegionPlan other : byOrder) {
                Areas its = shapes.get(other.ref());
                if (!other.ref().equals(ref) && its != null && shape.overlaps(its)) {
                    out.add(other);
                }
            }
        }
        return out;
    }

    /// Servers of these clusters; retired ones do not count.
    int serversIn(Set<Ref<ClusterId>> of) {
        int count = 0;
        for (ServerView server : world.servers()) {
            if (world.state(server) != ServerState.RETIRED
                    && clusterOf(server).filter(of::contains).isPresent()) {
                count++;
            }
        }
        return count;
    }

    /// How many servers belong to a cluster, retired ones too: as long as there are any, it cannot
    /// be deleted.
    long belongingTo(Ref<ClusterId> cluster) {
        return world.servers().stream()
                .filter(server -> clusterOf(server).equals(Optional.of(cluster)))
                .count();
    }

    Set<Ref<ClusterId>> clustersOf(Ref<RegionId> region) {
        Set<Ref<ClusterId>> out = new HashSet<>();
        clusters.forEach((ref, plan) -> {
            if (plan.region().equals(region)) {
                out.add(ref);
            }
        });
        return out;
    }

    /// Where a server stands: at its own place, or else at its cluster's; empty when nobody knows.
    Optional<GeoPoint> placeOf(ServerView server) {
        return server.position()
                .or(() -> clusterOf(server).flatMap(this::cluster).map(ClusterPlan::position));
    }

    Optional<ServerView> server(ServerId id) {
        return Optional.ofNullable(world.server(id));
    }

    World world() {
        return world;
    }
}
