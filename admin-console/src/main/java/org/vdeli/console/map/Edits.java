package org.vdeli.console.map;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;

/// The changes that an operator can make to a draft. Each is one step of undo; one that cannot be
/// made says why and changes nothing.
public final class Edits {
    /// As the manager's own limit.
    private static final int MAX_CORNERS = 2000;

    private final History history;
    private final DrawingModel.Surroundings map;

    Edits(History history, DrawingModel.Surroundings map) {
        this.history = history;
        this.map = map;
    }

    /// Adds a region and chooses it. It loses against those that are there where they overlap.
    ///
    /// @return whether the outline is sound
    boolean addRegion(List<GeoPoint> area) {
        if (!isSound(area)) {
            return false;
        }
        Topology topology = topology();
        int order = topology.regions().stream().mapToInt(RegionPlan::order).max().orElse(-1) + 1;
        Ref<RegionId> ref = new Ref.Fresh<>(history.draft().nextNumber());
        String name =
                freeName(
                        Labels.text("map.new-region"),
                        wanted -> isRegionName(topology, wanted, ref));
        history.step(history.draft().with(new RegionPlan(ref, name, area, order)));
        map.select(new Pick.OfRegion(ref));
        return true;
    }

    /// Gives a region another outline.
    void shape(RegionPlan region, List<GeoPoint> area) {
        if (isSound(area)) {
            history.step(history.draft().with(region.drawn(area)));
        }
    }

    /// Renames a region.
    public void rename(RegionPlan region, String name) {
        String wanted = name.strip();
        if (wanted.equals(region.name())) {
            return;
        }
        if (wanted.isEmpty()) {
            map.say(Message.of("map.error.no-name"));
        } else if (isRegionName(topology(), wanted, region.ref())) {
            map.say(Message.of("map.error.region-name", wanted));
        } else {
            history.step(history.draft().with(region.named(wanted)));
        }
    }

    /// Renames a cluster.
    public void rename(ClusterPlan cluster, String name) {
        String wanted = name.strip();
        if (wanted.equals(cluster.name())) {
            return;
        }
        if (wanted.isEmpty()) {
            map.say(Message.of("map.error.no-name"));
        } else if (isClusterName(topology(), wanted, cluster.ref())) {
            map.say(Message.of("map.error.cluster-name", wanted));
        } else {
            history.step(history.draft().with(cluster.named(wanted)));
        }
    }

    /// Has a region win against one that overlaps it: the two change places in the order.
    public void raise(RegionPlan region, RegionPlan over) {
        int low = Math.min(region.order(), over.order());
        int high = Math.max(region.order(), over.order());
        history.step(
                history.draft()
                        .with(region.ordered(low))
                        .with(over.ordered(low == high ? low + 1 : high)));
    }

    /// Puts a cluster into another region.
    public void assign(ClusterPlan cluster, Ref<RegionId> region) {
        history.step(history.draft().with(cluster.in(region)));
    }

    /// Takes all clusters into a region that lie where it wins.
    public void takeIn(Ref<RegionId> region) {
        Draft next = history.draft();
        for (ClusterPlan cluster : topology().strangersIn(region)) {
            next = next.with(cluster.in(region));
        }
        history.step(next);
    }

    /// Makes an empty cluster at a place, in the region there.
    void placeCluster(GeoPoint place) {
        Topology topology = topology();
        Optional<RegionPlan> region =
                topology.regionAt(place).or(() -> topology.regions().stream().findFirst());
        if (region.isEmpty()) {
            map.say(Message.of("map.error.no-region"));
            return;
        }
        add(place, region.get().ref(), List.of());
    }

    /// Makes a cluster of these servers, in their midst.
    ///
    /// @return whether there were any
    boolean gather(List<ServerId> servers) {
        if (servers.isEmpty()) {
            map.say(Message.of("map.error.empty-lasso"));
            return false;
        }
        Topology topology = topology();
        GeoPoint place = midst(topology, servers);
        Optional<Ref<RegionId>> region =
                topology.regionAt(place)
                        .map(RegionPlan::ref)
                        .or(() -> mostOf(topology, servers))
                        .or(() -> topology.regions().stream().map(RegionPlan::ref).findFirst());
        if (region.isEmpty()) {
            map.say(Message.of("map.error.no-region"));
            return false;
        }
        add(place, region.get(), servers);
        return true;
    }

    /// Moves servers to a cluster.
    void move(Collection<ServerId> servers, Ref<ClusterId> to) {
        Topology topology = topology();
        List<ServerId> others =
                servers.stream()
                        .filter(id -> {
                            Optional<ServerView> server = topology.server(id);
                            return server.isPresent()
                                    && !topology.clusterOf(server.get()).equals(Optional.of(to));
                        })
                        .toList();
        history.step(history.draft().moving(others, to));
    }

    /// Moves a cluster; it goes over to the region there, if there is one.
    void relocate(Ref<ClusterId> ref, GeoPoint place) {
        Topology topology = topology();
        topology.cluster(ref)
                .ifPresent(cluster -> {
                    Ref<RegionId> region =
                            topology.regionAt(place).map(RegionPlan::ref).orElse(cluster.region());
                    history.step(history.draft().with(cluster.at(place).in(region)));
                });
    }

    /// Takes back all that is planned for a region; one that only exists here is gone, and with it
    /// the drawn clusters in it.
    public void dropRegion(Ref<RegionId> ref) {
        Draft next = history.draft().without(ref);
        if (ref instanceof Ref.Fresh<RegionId>) {
            for (ClusterPlan cluster : history.draft().clusters().values()) {
                if (cluster.region().equals(ref)) {
                    next = next.withoutCluster(cluster.ref());
                }
            }
            map.select(new Pick.Nothing());
        }
        history.step(next);
    }

    /// Takes back all that is planned for a cluster.
    public void dropCluster(Ref<ClusterId> ref) {
        if (ref instanceof Ref.Fresh<ClusterId>) {
            map.select(new Pick.Nothing());
        }
        history.step(history.draft().withoutCluster(ref));
    }

    /// Deletes a region that the manager knows, with its clusters, if none of these has a server.
    public void delete(RegionPlan region) {
        if (!(region.ref() instanceof Ref.Saved<RegionId>(RegionId id))) {
            dropRegion(region.ref());
            return;
        }
        Topology topology = topology();
        Draft next = history.draft();
        for (Ref<ClusterId> cluster : topology.clustersOf(region.ref())) {
            long servers = topology.belongingTo(cluster);
            if (servers > 0) {
                map.say(
                        Message.of(
                                "map.error.region-in-use",
                                region.name(),
                                topology.cluster(cluster).map(ClusterPlan::name).orElse(""),
                                Formats.count(servers)));
                return;
            }
            next = gone(next, cluster);
        }
        next = next.without(region.ref());
        map.select(new Pick.Nothing());
        history.step(next.with(next.gone().with(id)));
    }

    /// Deletes a cluster that the manager knows, if it has no server.
    public void delete(ClusterPlan cluster) {
        long servers = topology().belongingTo(cluster.ref());
        if (servers > 0) {
            map.say(Message.of("map.error.cluster-in-use", cluster.name(), Formats.count(servers)));
            return;
        }
        map.select(new Pick.Nothing());
        history.step(gone(history.draft(), cluster.ref()));
    }

    private static Draft gone(Draft draft, Ref<ClusterId> cluster) {
        Draft left = draft.withoutCluster(cluster);
        return cluster instanceof Ref.Saved<ClusterId>(ClusterId id)
                ? left.with(left.gone().with(id))
                : left;
    }

    private void add(GeoPoint place, Ref<RegionId> region, List<ServerId> servers) {
        Ref<ClusterId> ref = new Ref.Fresh<>(history.draft().nextNumber());
        String name =
                freeName(
                        Labels.text("map.new-cluster"),
                        wanted -> isClusterName(topology(), wanted, ref));
        history.step(
                history.draft()
                        .with(ClusterPlan.fresh(ref, region, name, place))
                        .moving(servers, ref));
        map.select(new Pick.OfCluster(ref));
    }

    private boolean isSound(List<GeoPoint> area) {
        Optional<Areas> shape = Areas.of(area);
        if (shape.isEmpty()) {
            map.say(Message.of("map.error.three"));
            return false;
        }
        if (area.size() > MAX_CORNERS) {
            map.say(Message.of("map.error.corners", String.valueOf(MAX_CORNERS)));
            return false;
        }
        if (shape.get().fault().isPresent()) {
            map.say(Message.of("map.error.crosses"));
            return false;
        }
        return true;
    }

    private static GeoPoint midst(Topology topology, List<ServerId> servers) {
        double north = 0;
        double x = 0;
        double y = 0;
        int count = 0;
        for (ServerId id : servers) {
            Optional<GeoPoint> place = topology.server(id).flatMap(topology::placeOf);
            if (place.isPresent()) {
                north += place.get().latitude();
                double east = Math.toRadians(place.get().longitude());
                x += Math.cos(east);
                y += Math.sin(east);
                count++;
            }
        }
        double longitude = Math.toDegrees(Math.atan2(y, x));
        return count == 0 ? new GeoPoint(0.0, 0.0) : new GeoPoint(north / count, longitude);
    }

    private static Optional<Ref<RegionId>> mostOf(Topology topology, List<ServerId> servers) {
        Map<Ref<RegionId>, Integer> counts = new HashMap<>();
        for (ServerId id : servers) {
            topology.server(id)
                    .flatMap(topology::clusterOf)
                    .flatMap(topology::cluster)
                    .ifPresent(cluster -> counts.merge(cluster.region(), 1, Integer::sum));
        }
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static boolean isRegionName(Topology topology, String name, Ref<RegionId> but) {
        return topology.regions().stream()
                .anyMatch(r -> !r.ref().equals(but) && r.name().equalsIgnoreCase(name));
    }

    private static boolean isClusterName(Topology topology, String name, Ref<ClusterId> but) {
        for (ClusterPlan cluster : topology.clusters()) {
            if (!cluster.ref().equals(but) && cluster.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String freeName(String base, Predicate<String> isTaken) {
        for (int number = 1; ; number++) {
            String name = (base + "-" + number).toLowerCase(Locale.ROOT);
            if (!isTaken.test(name)) {
                return name;
            }
        }
    }

    private Topology topology() {
        return Topology.of(map.picture().topology().world(), history.draft());
    }
}
