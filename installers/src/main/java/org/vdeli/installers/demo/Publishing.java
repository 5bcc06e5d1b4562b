package org.vdeli.installers.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.installers.site.Host;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.site.Uploader;

/// Uploads the sample as the publisher and watches it until every replica that the policies ask for
/// is verified.
final class Publishing {
    private static final Duration UPLOADING = Duration.ofMinutes(2);
    private static final Duration FILLING = Duration.ofMinutes(2);
    private static final int BAR = 24;

    private final Site site;
    private final ManagerClient manager;
    private final Screen screen;

    Publishing(Site site, ManagerClient manager, Screen screen) {
        this.site = site;
        this.manager = manager;
        this.screen = screen;
    }

    /// The video at the edges.
    ///
    /// @param lastByteToLastReplica by the manager's clock
    record Published(
            AssetId asset,
            AssetPath path,
            List<ServerView> holders,
            Duration lastByteToLastReplica) {}

    Published publish(SampleVideo video) {
        AssetPath path =
                AssetPath.of(
                        Founding.PUBLISHER,
                        Founding.PROJECT,
                        "trailers/" + video.file().getFileName());
        UploadView upload =
                new Uploader(site, Host.HERE, manager, Founding.PUBLISHER)
                        .upload(video.file(), video.checksum(), path, UPLOADING);
        AssetId asset = upload.asset().orElseThrow();
        List<ReplicaView> replicas = watch(asset);
        DistributionView distribution = manager.distribution(asset);
        checkHolders(distribution, replicas);
        Instant completed = distribution.completedAt().orElseThrow();
        Map<ServerId, ServerView> servers = servers();
        List<ServerView> holders = replicas.stream().map(r -> servers.get(r.server())).toList();
        return new Published(
                asset, path, holders, Duration.between(upload.receivedAt(), completed));
    }

    private List<ReplicaView> watch(AssetId asset) {
        Map<ServerId, ServerView> servers = servers();
        return Patience.await(
                "all replicas of asset " + asset + " verified",
                FILLING,
                () -> {
                    List<ReplicaView> replicas = manager.replicas(asset);
                    screen.draw(table(servers, replicas));
                    DistributionView distribution = manager.distribution(asset);
                    boolean isDone =
                            distribution.completedAt().isPresent()
                                    && distribution.verified().equals(distribution.assigned())
                                    && replicas.stream()
                                            .allMatch(r -> r.state() == ReplicaState.VERIFIED);
                    return isDone ? Optional.of(replicas) : Optional.empty();
                });
    }

    private List<String> table(Map<ServerId, ServerView> servers, List<ReplicaView> replicas) {
        Map<ServerId, ReplicaView> byServer =
                replicas.stream()
                        .collect(Collectors.toMap(ReplicaView::server, Function.identity()));
        List<String> lines = new ArrayList<>();
        servers.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(server ->
                        lines.add(
                                "  %-8s %s"
                                        .formatted(
                                                server.name(),
                                                Optional.ofNullable(byServer.get(server.id()))
                                                        .map(this::progress)
                                                        .orElse("not asked for"))));
        return lines;
    }

    private String progress(ReplicaView replica) {
        long done =
                replica.state() == ReplicaState.VERIFIED
                        ? replica.size().bytes()
                        : replica.bytesVerified().bytes();
        int percent =
                replica.size().bytes() == 0 ? 100 : (int) (100 * done / replica.size().bytes());
        int filled = BAR * percent / 100;
        String state = replica.state().name().toLowerCase(Locale.ROOT);
        // A plain listing gets a line per change of state, not per byte.
        String bar =
                screen.isTerminal()
                        ? "["
                                + "#".repeat(filled)
                                + " ".repeat(BAR - filled)
                                + "] %3d%% ".formatted(percent)
                        : "";
        return bar + state + (replica.detail().isEmpty() ? "" : ": " + replica.detail());
    }

    /// The policies ask for certain numbers in each cluster: more would be as wrong as fewer.
    private void checkHolders(DistributionView distribution, List<ReplicaView> replicas) {
        if (distribution.assigned() != DemoFleet.holders()) {
            throw new SiteException(
                    "the policies ask for "
                            + DemoFleet.holders()
                            + " replicas, but "
                            + distribution.assigned()
                            + " were assigned");
        }
        Map<ClusterId, String> clusters =
                manager.clusters().stream()
                        .collect(Collectors.toMap(ClusterView::id, ClusterView::name));
        Map<ServerId, ServerView> servers = servers();
        Map<String, Long> found =
                replicas.stream()
                        .map(replica -> Objects.requireNonNull(servers.get(replica.server())))
                        .map(server ->
                                Objects.requireNonNull(
                                        clusters.get(server.cluster().orElseThrow())))
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        for (DemoFleet.Cluster cluster : DemoFleet.CLUSTERS) {
            long count = found.getOrDefault(cluster.name(), 0L);
            if (count != cluster.holders()) {
                throw new SiteException(
                        "cluster "
                                + cluster.name()
                                + " should hold "
                                + cluster.holders()
                                + " replicas, but holds "
                                + count);
            }
        }
    }

    private Map<ServerId, ServerView> servers() {
        return manager.servers().stream()
                .filter(server ->
                        DemoFleet.EDGES.stream().anyMatch(e -> e.name().equals(server.name())))
                .collect(Collectors.toMap(ServerView::id, Function.identity()));
    }
}
