package org.vdeli.installers.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.GeoPoint;

/// A fleet all over the world, as a console is told of it. The same for the same numbers: places
/// are multiples of the golden ratio, which lie evenly.
final class ConsoleFleet {
    private static final double GOLDEN = 0.618_033_988_75;

    private final List<RegionView> regions = new ArrayList<>();
    private final List<ClusterView> clusters = new ArrayList<>();
    private final List<ServerView> servers = new ArrayList<>();
    private long sequence;

    ConsoleFleet(int serverCount, int clusterCount, int regionCount) {
        for (int i = 0; i < regionCount; i++) {
            regions.add(
                    new RegionView(new RegionId(1 + i), "region-" + i, outline(place(i * 7)), i));
        }
        for (int i = 0; i < clusterCount; i++) {
            clusters.add(
                    new ClusterView(
                            new ClusterId(1 + i),
                            regions.get(i % regionCount).id(),
                            "cluster-" + i,
                            place(i),
                            List.of(),
                            Bitrate.megabits(10_000)));
        }
        for (int i = 0; i < serverCount; i++) {
            ClusterView cluster = clusters.get(i % clusterCount);
            servers.add(
                    new ServerView(
                            new ServerId(1 + i),
                            Optional.of(cluster.id()),
                            "edge-" + i,
                            List.of("10.0.0." + i % 250),
                            80,
                            Optional.of(cluster.position()),
                            "UTC",
                            ServerRole.EDGE,
                            Bitrate.megabits(10_000),
                            state(i),
                            Optional.of("0.1.0"),
                            Optional.empty()));
        }
    }

    private static GeoPoint place(int i) {
        double along = i * GOLDEN % 1;
        double up = i * GOLDEN * GOLDEN % 1;
        return new GeoPoint(-40 + 105 * up, -165 + 330 * along);
    }

    private static List<GeoPoint> outline(GeoPoint middle) {
        List<GeoPoint> corners = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double far = i % 2 == 0 ? 11 : 7;
            double angle = 2 * Math.PI * i / 12;
            corners.add(
                    new GeoPoint(
                            middle.latitude() + far * Math.sin(angle),
                            middle.longitude() + far * Math.cos(angle)));
        }
        return corners;
    }

    private static ServerState state(int i) {
        return i % 97 == 41 ? ServerState.SILENT : ServerState.ONLINE;
    }

    List<ConsoleEvent> snapshot(Instant now) {
        return List.of(
                new ConsoleEvent.SnapshotBegun("bench", "0.1.0", now),
                new ConsoleEvent.RegionsChanged(regions),
                new ConsoleEvent.ClustersChanged(clusters),
                new ConsoleEvent.ServersChanged(servers),
                new ConsoleEvent.SnapshotEnded());
    }

    /// The figures of all servers for one second.
    ConsoleEvent live(Instant now) {
        sequence++;
        List<LiveView> out = new ArrayList<>(servers.size());
        for (ServerView server : servers) {
            long requests = 100 + (server.id().value() * 31 + sequence * 7) % 300;
            out.add(
                    new LiveView(
                            server.id(),
                            server.state(),
                            Optional.empty(),
                            Optional.of(sample(server.id(), now, requests)),
                            Duration.ZERO));
        }
        return new ConsoleEvent.LiveChanged(out);
    }

    private Report.Sample sample(ServerId server, Instant now, long requests) {
        return new Report.Sample(
                server,
                now.minusSeconds(1),
                Duration.ofSeconds(1),
                sequence,
                new Report.Connections((int) requests, 2, 30, 12, requests, requests, requests),
                new Report.Traffic(
                        requests,
                        ByteCount.of(requests * 1_000_000),
                        new Report.StatusClasses(0L, requests, 0L, 0L, 0L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0L),
                new Report.Machine(
                        0.2,
                        0.2,
                        ByteCount.of(1),
                        ByteCount.of(1),
                        ByteCount.of(2),
                        ByteCount.of(1)),
                List.of());
    }
}
