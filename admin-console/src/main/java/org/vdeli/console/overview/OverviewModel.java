package org.vdeli.console.overview;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.FleetFigures;
import org.vdeli.console.mirror.FleetTrace;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.ServerLive;
import org.vdeli.console.mirror.World;
import org.vdeli.console.overview.RegionTile.ClusterLine;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;

/// Sums the mirror up by region and cluster.
public final class OverviewModel {
    private final Mirror mirror;
    private final FleetTrace fleet;
    private final InstantSource clock;
    private final Executor screen;
    private final ReadOnlyObjectWrapper<List<RegionTile>> tiles =
            new ReadOnlyObjectWrapper<>(List.of());

    private final ReadOnlyObjectWrapper<@Nullable FleetFigures> figures =
            new ReadOnlyObjectWrapper<>();

    public OverviewModel(Mirror mirror, FleetTrace fleet, InstantSource clock, Executor screen) {
        this.mirror = mirror;
        this.fleet = fleet;
        this.clock = clock;
        this.screen = screen;
    }

    /// The fleet's sums; null before the first refresh.
    public ReadOnlyObjectProperty<@Nullable FleetFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// The regions in their order, servers without a cluster last.
    public ReadOnlyObjectProperty<List<RegionTile>> tilesProperty() {
        return tiles.getReadOnlyProperty();
    }

    public void refresh() {
        List<RegionTile> now = read(mirror.world());
        FleetFigures sums = fleet.figures(clock.instant());
        screen.execute(() -> {
            tiles.set(now);
            figures.set(sums);
        });
    }

    private static List<RegionTile> read(World world) {
        Map<Optional<ClusterId>, List<ServerView>> byCluster = new HashMap<>();
        for (ServerView server : world.servers()) {
            @Nullable ClusterView cluster = world.cluster(server.cluster());
            byCluster
                    .computeIfAbsent(
                            Optional.ofNullable(cluster).map(ClusterView::id),
                            id -> new ArrayList<>())
                    .add(server);
        }
        List<RegionView> regions = new ArrayList<>(world.regions());
        regions.sort(Comparator.comparingInt(RegionView::order).thenComparing(RegionView::name));
        List<RegionTile> out = new ArrayList<>();
        for (RegionView region : regions) {
            List<ClusterView> clusters =
                    world.clusters().stream()
                            .filter(cluster -> cluster.region().equals(region.id()))
                            .sorted(Comparator.comparing(ClusterView::name))
                            .toList();
            out.add(
                    tile(
                            world,
                            region.id().toString(),
                            region.name(),
                            clusters.stream()
                                    .map(cluster ->
                                            new Part(
                                                    cluster.name(),
                                                    byCluster.getOrDefault(
                                                            Optional.of(cluster.id()), List.of())))
                                    .toList()));
        }
        List<ServerView> loose = byCluster.getOrDefault(Optional.empty(), List.of());
        if (!loose.isEmpty()) {
            out.add(tile(world, "", "", List.of(new Part("", loose))));
        }
        return List.copyOf(out);
    }

    private record Part(String name, List<ServerView> servers) {}

    private static RegionTile tile(World world, String id, String name, List<Part> parts) {
        List<ClusterLine> lines = new ArrayList<>();
        int online = 0;
        int total = 0;
        double requests = 0;
        double bits = 0;
        for (Part part : parts) {
            List<ServerView> servers = new ArrayList<>(part.servers());
            servers.sort(Comparator.comparing(ServerView::name));
            List<ServerState> states = new ArrayList<>();
            double clusterBits = 0;
            for (ServerView server : servers) {
                ServerState state = world.state(server);
                @Nullable ServerLive live = world.live(server.id());
                if (state == ServerState.RETIRED) {
                    continue;
                }
                states.add(state);
                total++;
                online += state == ServerState.ONLINE ? 1 : 0;
                if (live != null && state != ServerState.SILENT) {
                    clusterBits += live.figures().bits();
                    requests += live.figures().requests();
                }
            }
            bits += clusterBits;
            lines.add(new ClusterLine(part.name(), states, clusterBits));
        }
        return new RegionTile(id, name, lines, online, total, requests, bits);
    }
}
