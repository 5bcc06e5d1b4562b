package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.console.mirror.World;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// One thing that saving a draft would do.
///
/// @param kind what it is about
/// @param text the sentence that says so
/// @param servers how many servers would be under other policies
public record Change(Kind kind, Message text, int servers) {
    /// What a change is about.
    public enum Kind {
        REGION,
        CLUSTER,
        SERVERS
    }

    /// All that a draft would do, regions first.
    static List<Change> of(World world, Draft draft) {
        Topology before = Topology.of(world, Draft.NONE);
        Topology after = Topology.of(world, draft);
        List<Change> out = new ArrayList<>();
        draft.regions().values().forEach(plan -> region(before, plan, out));
        draft.clusters().values().forEach(plan -> cluster(before, after, plan, out));
        servers(before, after, draft, out);
        draft.gone().clusters().stream()
                .flatMap(id -> before.cluster(new Ref.Saved<>(id)).stream())
                .map(ClusterPlan::name)
                .sorted()
                .forEach(name -> add(out, Kind.CLUSTER, 0, "map.change.cluster.gone", name));
        draft.gone().regions().stream()
                .flatMap(id -> before.region(new Ref.Saved<>(id)).stream())
                .map(RegionPlan::name)
                .sorted()
                .forEach(name -> add(out, Kind.REGION, 0, "map.change.region.gone", name));
        return List.copyOf(out);
    }

    private static void region(Topology before, RegionPlan plan, List<Change> out) {
        Optional<RegionPlan> old = before.region(plan.ref());
        if (old.isEmpty()) {
            add(out, Kind.REGION, 0, "map.change.region.new", plan.name(), corners(plan));
            return;
        }
        RegionPlan was = old.get();
        if (!was.name().equals(plan.name())) {
            add(out, Kind.REGION, 0, "map.change.region.name", was.name(), plan.name());
        }
        if (!was.area().equals(plan.area())) {
            add(out, Kind.REGION, 0, "map.change.region.area", plan.name(), corners(plan));
        }
        if (was.order() != plan.order()) {
            add(
                    out,
                    Kind.REGION,
                    0,
                    "map.change.region.order",
                    plan.name(),
                    String.valueOf(was.order()),
                    String.valueOf(plan.order()));
        }
    }

    private static void cluster(
            Topology before, Topology after, ClusterPlan plan, List<Change> out) {
        Optional<ClusterPlan> old = before.cluster(plan.ref());
        if (old.isEmpty()) {
            add(
                    out,
                    Kind.CLUSTER,
                    0,
                    "map.change.cluster.new",
                    plan.name(),
                    regionName(after, plan.region()));
            return;
        }
        ClusterPlan was = old.get();
        if (!was.name().equals(plan.name())) {
            add(out, Kind.CLUSTER, 0, "map.change.cluster.name", was.name(), plan.name());
        }
        if (!was.position().equals(plan.position())) {
            long kilometres = Math.round(was.position().kilometresTo(plan.position()));
            add(
                    out,
                    Kind.CLUSTER,
                    0,
                    "map.change.cluster.position",
                    plan.name(),
                    Formats.count(kilometres));
        }
        if (!was.region().equals(plan.region())) {
            int servers = after.serversIn(Set.of(plan.ref()));
            add(
                    out,
                    Kind.CLUSTER,
                    servers,
                    "map.change.cluster.region",
                    plan.name(),
                    regionName(before, was.region()),
                    regionName(after, plan.region()),
                    Formats.count(servers));
        }
    }

    private record Move(Optional<Ref<ClusterId>> from, Ref<ClusterId> to) {}

    private static void servers(Topology before, Topology after, Draft draft, List<Change> out) {
        Map<Move, List<String>> moves = new LinkedHashMap<>();
        for (Map.Entry<ServerId, Ref<ClusterId>> entry : draft.servers().entrySet()) {
            Optional<ServerView> server = before.server(entry.getKey());
            if (server.isPresent()) {
                Move move = new Move(before.clusterOf(server.get()), entry.getValue());
                moves.computeIfAbsent(move, _ -> new ArrayList<>()).add(server.get().name());
            }
        }
        moves.forEach((move, names) -> {
            String to = after.cluster(move.to()).map(ClusterPlan::name).orElse(Formats.UNKNOWN);
            String what = names.size() == 1 ? names.getFirst() : Formats.count(names.size());
            String key = names.size() == 1 ? "map.change.server" : "map.change.servers";
            Optional<String> from = move.from().flatMap(before::cluster).map(ClusterPlan::name);
            if (from.isPresent()) {
                add(out, Kind.SERVERS, names.size(), key, what, from.get(), to);
            } else {
                add(out, Kind.SERVERS, names.size(), key + ".joins", what, to);
            }
        });
    }

    private static String corners(RegionPlan plan) {
        return Formats.count(plan.area().size());
    }

    private static String regionName(Topology topology, Ref<RegionId> ref) {
        return topology.region(ref).map(RegionPlan::name).orElse(Formats.UNKNOWN);
    }

    private static void add(
            List<Change> out, Kind kind, int servers, String key, String... values) {
        out.add(new Change(kind, Message.of(key, values), servers));
    }
}
