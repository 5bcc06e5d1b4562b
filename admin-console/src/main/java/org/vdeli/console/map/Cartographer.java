package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.geo.Mercator;
import org.vdeli.console.map.MapPicture.Ailment;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.mirror.ServerLive;
import org.vdeli.console.mirror.World;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;

/// Draws one [MapPicture]: some milliseconds for 4000 servers, off the screen.
final class Cartographer {
    /// Colours of regions, which come round again.
    static final int HUES = 8;

    private static final Coordinate NOWHERE = new Coordinate(0, 0);

    private final World world;
    private final Draft draft;
    private final Overlay overlay;
    private final Topology topology;
    private final Map<String, Ailment> serverAlarms = new HashMap<>();
    private final Map<String, Ailment> clusterAlarms = new HashMap<>();
    private final Map<ServerId, ReplicaView> replicas = new HashMap<>();

    private Cartographer(
            World world, Draft draft, Overlay overlay, Collection<ReplicaView> replicas) {
        this.world = world;
        this.draft = draft;
        this.overlay = overlay;
        this.topology = Topology.of(world, draft);
        replicas.forEach(replica -> this.replicas.put(replica.server(), replica));
        for (AlarmView alarm : world.alarms()) {
            if (alarm.state() != AlarmState.CLEARED) {
                Map<String, Ailment> of =
                        alarm.kind() == ObjectKind.SERVER
                                ? serverAlarms
                                : alarm.kind() == ObjectKind.CLUSTER
                                        ? clusterAlarms
                                        : new HashMap<>();
                of.merge(alarm.object(), Ailment.of(alarm.severity()), Ailment::worse);
            }
        }
    }

    /// @param replicas of the asset that is looked at; none for other overlays
    static MapPicture draw(
            World world, Draft draft, Overlay overlay, Collection<ReplicaView> replicas) {
        return new Cartographer(world, draft, overlay, replicas).picture();
    }

    private MapPicture picture() {
        List<ServerView> sorted = new ArrayList<>(world.servers());
        sorted.sort(Comparator.comparing(ServerView::name));
        Map<Ref<ClusterId>, Tally> clusterTallies = new HashMap<>();
        Map<Ref<RegionId>, Tally> regionTallies = new HashMap<>();
        Map<Ref<ClusterId>, Integer> slots = new HashMap<>();
        Tally everything = new Tally();
        List<ServerMark> servers = new ArrayList<>(sorted.size());
        Map<ServerId, ServerMark> byId = new HashMap<>();
        int loose = 0;
        int placeless = 0;
        for (ServerView view : sorted) {
            Optional<ClusterPlan> cluster = topology.clusterOf(view).flatMap(topology::cluster);
            Optional<GeoPoint> place = placeOf(view, cluster);
            boolean own = isApart(view, cluster);
            int slot =
                    own || cluster.isEmpty() || world.state(view) == ServerState.RETIRED
                            ? -1
                            : slots.merge(cluster.get().ref(), 1, Integer::sum) - 1;
            ServerMark mark = mark(view, cluster, place, slot);
            everything.add(mark);
            if (cluster.isPresent()) {
                clusterTallies.computeIfAbsent(cluster.get().ref(), _ -> new Tally()).add(mark);
                regionTallies.computeIfAbsent(cluster.get().region(), _ -> new Tally()).add(mark);
            } else if (mark.state() != ServerState.RETIRED) {
                loose++;
                placeless += place.isEmpty() ? 1 : 0;
            }
            if (place.isPresent() && mark.state() != ServerState.RETIRED) {
                servers.add(mark);
                byId.put(mark.id(), mark);
            }
        }
        List<ClusterMark> clusters = clusters(clusterTallies);
        List<RegionMark> regions = regions(regionTallies);
        Map<Ref<ClusterId>, ClusterMark> clustersByRef = new HashMap<>();
        clusters.forEach(mark -> clustersByRef.put(mark.ref(), mark));
        Map<Ref<RegionId>, RegionMark> regionsByRef = new HashMap<>();
        regions.forEach(mark -> regionsByRef.put(mark.ref(), mark));
        return new MapPicture(
                draft,
                topology,
                overlay,
                regions,
                clusters,
                servers,
                regionsByRef,
                clustersByRef,
                byId,
                everything,
                loose,
                placeless);
    }

    /// A server with a place that is not its cluster's; one that was moved to another cluster
    /// stands with that one until it has told where it is.
    private boolean isApart(ServerView view, Optional<ClusterPlan> cluster) {
        if (view.position().isEmpty() || cluster.isEmpty()) {
            return true;
        }
        if (draft.servers().containsKey(view.id())) {
            return false;
        }
        Optional<ClusterPlan> home =
                view.cluster()
                        .flatMap(id -> Optional.ofNullable(world.cluster(Optional.of(id))))
                        .map(ClusterPlan::of);
        return home.filter(plan -> plan.position().equals(view.position().get())).isEmpty()
                && !cluster.get().position().equals(view.position().get());
    }

    private Optional<GeoPoint> placeOf(ServerView view, Optional<ClusterPlan> cluster) {
        return isApart(view, cluster) ? view.position() : cluster.map(ClusterPlan::position);
    }

    private ServerMark mark(
            ServerView view, Optional<ClusterPlan> cluster, Optional<GeoPoint> place, int slot) {
        ServerState state = world.state(view);
        @Nullable ServerLive live = world.live(view.id());
        @Nullable ReplicaView replica = replicas.get(view.id());
        double size = replica == null ? 0 : replica.size().bytes();
        return new ServerMark(
                view,
                cluster.map(ClusterPlan::ref),
                place.map(at -> Mercator.x(at.longitude())).orElse(0.0),
                place.map(at -> Mercator.y(at.latitude())).orElse(0.0),
                slot,
                state,
                live == null || state == ServerState.SILENT ? 0 : live.figures().bits(),
                serverAlarms
                        .getOrDefault(view.id().toString(), Ailment.NONE)
                        .worse(serverAlarms.getOrDefault(view.name(), Ailment.NONE)),
                Optional.ofNullable(replica).map(ReplicaView::state),
                replica == null || size <= 0 ? 0 : replica.bytesVerified().bytes() / size,
                draft.servers().containsKey(view.id()));
    }

    private List<ClusterMark> clusters(Map<Ref<ClusterId>, Tally> tallies) {
        List<ClusterMark> out = new ArrayList<>();
        for (ClusterPlan plan : topology.clusters()) {
            Tally tally = tallies.getOrDefault(plan.ref(), new Tally());
            Ailment own = clusterAlarms.getOrDefault(plan.name(), Ailment.NONE);
            if (plan.ref() instanceof Ref.Saved<ClusterId>(ClusterId id)) {
                own = own.worse(clusterAlarms.getOrDefault(id.toString(), Ailment.NONE));
            }
            if (own != Ailment.NONE) {
                tally.addAlarm(own == Ailment.CRITICAL);
            }
            out.add(
                    new ClusterMark(
                            plan,
                            Mercator.x(plan.position().longitude()),
                            Mercator.y(plan.position().latitude()),
                            draft.clusters().containsKey(plan.ref()),
                            tally));
        }
        return out;
    }

    private List<RegionMark> regions(Map<Ref<RegionId>, Tally> tallies) {
        List<RegionMark> out = new ArrayList<>();
        Map<Ref<RegionId>, Integer> hues = hues();
        for (RegionPlan plan : topology.regions().reversed()) {
            Optional<Areas> shape = topology.shape(plan.ref());
            out.add(
                    new RegionMark(
                            plan,
                            shape,
                            shape.map(Cartographer::labelOf).orElse(NOWHERE),
                            hues.getOrDefault(plan.ref(), 0),
                            draft.regions().containsKey(plan.ref()),
                            topology.clustersOf(plan.ref()).size(),
                            tallies.getOrDefault(plan.ref(), new Tally())));
        }
        return out;
    }

    /// A region keeps its colour whatever its order becomes: by age, the drawn ones last.
    private Map<Ref<RegionId>, Integer> hues() {
        List<Ref<RegionId>> refs =
                new ArrayList<>(topology.regions().stream().map(RegionPlan::ref).toList());
        refs.sort(
                Comparator.comparingLong(ref ->
                        switch (ref) {
                            case Ref.Saved<RegionId>(RegionId id) -> id.value();
                            case Ref.Fresh<RegionId>(int number) ->
                                    Long.MAX_VALUE - 1_000_000 + number;
                        }));
        Map<Ref<RegionId>, Integer> out = new HashMap<>();
        refs.forEach(ref -> out.put(ref, out.size() % HUES));
        return out;
    }

    /// The name stands inside the outline's upper left end: the first of its highest corners.
    private static Coordinate labelOf(Areas shape) {
        Coordinate best = shape.points().getFirst();
        for (Coordinate point : shape.points()) {
            if (point.y < best.y - 1e-9
                    || (Math.abs(point.y - best.y) <= 1e-9 && point.x < best.x)) {
                best = point;
            }
        }
        return best;
    }
}
