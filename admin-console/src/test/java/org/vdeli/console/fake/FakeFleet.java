package org.vdeli.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;

/// Regions, clusters, servers with plausible figures, assets and alarms; the same for the same
/// seed.
public final class FakeFleet {
    private static final String[] REGIONS = {
        "emea-north", "emea-south", "amer-north", "amer-south", "apac", "africa"
    };
    private static final String[] SITES = {
        "lhr", "cdg", "fra", "ams", "arn", "waw", "mad", "mxp", "ath", "jfk", "ord", "sjc", "dfw",
        "gru", "eze", "bog", "sin", "hkg", "nrt", "syd", "bom", "jnb", "los", "nbo"
    };

    final List<RegionView> regions = new CopyOnWriteArrayList<>();
    final List<ClusterView> clusters = new CopyOnWriteArrayList<>();
    final List<ServerView> servers = new CopyOnWriteArrayList<>();
    final List<AssetView> assets = new CopyOnWriteArrayList<>();
    final List<AlarmView> alarms = new CopyOnWriteArrayList<>();
    final ConcurrentHashMap<ServerId, Double> fixedRequests = new ConcurrentHashMap<>();
    final ConcurrentHashMap<AssetId, ConcurrentHashMap<ServerId, ReplicaView>> replicas =
            new ConcurrentHashMap<>();

    private final Random random = new Random(7);
    private final Duration interval;
    private long sequence;

    public FakeFleet(int serverCount, int clusterCount, int regionCount, Duration interval) {
        this.interval = interval;
        for (int i = 0; i < regionCount; i++) {
            String name =
                    REGIONS[i % REGIONS.length]
                            + (i < REGIONS.length ? "" : "-" + (i / REGIONS.length + 1));
            regions.add(new RegionView(new RegionId(100 + i), name, FakePlaces.area(i), i));
        }
        for (int i = 0; i < clusterCount; i++) {
            int region = FakePlaces.regionOf(i);
            clusters.add(
                    new ClusterView(
                            new ClusterId(1_000 + i),
                            regions.get(region < regionCount ? region : i % regionCount).id(),
                            SITES[i % SITES.length] + "-" + (i / SITES.length + 1),
                            FakePlaces.site(i),
                            List.of("10." + i % 250 + ".0.0/16"),
                            Bitrate.megabits(10_000)));
        }
        List<ServerView> made = new ArrayList<>();
        for (int i = 0; i < serverCount; i++) {
            ClusterView cluster = clusters.get(i % clusterCount);
            made.add(
                    new ServerView(
                            new ServerId(10_000 + i),
                            Optional.of(cluster.id()),
                            String.format("edge-%s-%02d", cluster.name(), i / clusterCount + 1),
                            List.of(
                                    "10."
                                            + i % clusterCount % 250
                                            + ".0."
                                            + (i / clusterCount + 10)),
                            80,
                            Optional.of(cluster.position()),
                            "Europe/London",
                            ServerRole.EDGE,
                            Bitrate.megabits(10_000),
                            stateOf(i),
                            Optional.of(i % 17 == 3 ? "0.0.9" : "0.1.0"),
                            Optional.empty()));
        }
        servers.addAll(made);
    }

    private static ServerState stateOf(int index) {
        return switch (index % 97) {
            case 41 -> ServerState.SILENT;
            case 53 -> ServerState.DRAINING;
            case 67 -> ServerState.MAINTENANCE;
            case 83 -> ServerState.JOINING;
            default -> ServerState.ONLINE;
        };
    }

    public List<RegionView> regions() {
        return regions;
    }

    public List<ClusterView> clusters() {
        return clusters;
    }

    public List<ServerView> servers() {
        return servers;
    }

    public List<ReplicaView> replicas(AssetView asset) {
        return List.copyOf(replicas.getOrDefault(asset.id(), new ConcurrentHashMap<>()).values());
    }

    public ServerView server(int index) {
        return servers.get(index);
    }

    /// Pins a server's requests per second.
    public void fixRequests(ServerId server, double perSecond) {
        fixedRequests.put(server, perSecond);
    }

    /// The newest figures of the servers whose turn it is.
    ///
    /// @param share one of so many turns
    public List<LiveView> live(Instant now, int turn, int share) {
        sequence++;
        List<LiveView> out = new ArrayList<>();
        for (int i = turn % share; i < servers.size(); i += share) {
            out.add(live(servers.get(i), i, now));
        }
        return out;
    }

    /// The newest figures of one server.
    public LiveView live(ServerView server, Instant now) {
        sequence++;
        return live(server, servers.indexOf(server), now);
    }

    private LiveView live(ServerView server, int index, Instant now) {
        if (server.state() == ServerState.JOINING) {
            return new LiveView(
                    server.id(), server.state(), Optional.empty(), Optional.empty(), Duration.ZERO);
        }
        boolean silent = server.state() == ServerState.SILENT;
        double base = 40 + 360 * Math.abs(Math.sin(index * 12.9898));
        double wave = 1 + 0.25 * Math.sin(now.toEpochMilli() / 45_000.0 + index);
        double requests =
                fixedRequests.getOrDefault(
                        server.id(), silent ? 0 : base * wave * random.nextDouble(0.9, 1.1));
        double seconds = interval.toMillis() / 1000.0;
        long count = Math.round(requests * seconds);
        long refused = index % 9 == 0 ? count / 60 : 0;
        long failed = index % 31 == 0 ? count / 90 : 0;
        long redirected = count / 25;
        long size = 2_000_000_000_000L;
        long free =
                Math.round(
                        size * (index % 23 == 5 ? 0.07 : 0.25 + 0.6 * Math.abs(Math.cos(index))));
        Report.Sample sample =
                new Report.Sample(
                        server.id(),
                        now.minus(interval),
                        interval,
                        sequence,
                        new Report.Connections(
                                (int) (requests * 1.7), 2, 30, 12, count / 3, count / 3, count),
                        new Report.Traffic(
                                count,
                                ByteCount.of(count * 1_450_000L),
                                new Report.StatusClasses(
                                        0L,
                                        count - redirected - refused - failed,
                                        redirected,
                                        refused,
                                        failed),
                                Optional.of(Duration.ofMillis(8)),
                                Optional.of(Duration.ofMillis(20 + index % 180)),
                                Optional.of(Duration.ofMillis(400)),
                                0L),
                        new Report.Machine(
                                Math.min(1, requests / 900),
                                0.7,
                                ByteCount.of(1),
                                ByteCount.of(1),
                                ByteCount.of(size),
                                ByteCount.of(free)),
                        List.of(
                                new Report.AssetTraffic(
                                        "/acme/movies/premiere.mp4",
                                        count / 2,
                                        ByteCount.of(count)),
                                new Report.AssetTraffic(
                                        "/acme/series/season-1/e01-the-long-way-home.mp4",
                                        count / 5,
                                        ByteCount.of(count))));
        Report.Heartbeat heartbeat =
                new Report.Heartbeat(
                        server.id(),
                        now,
                        sequence,
                        now.minus(Duration.ofDays(9)),
                        server.agentVersion().orElse(""),
                        ByteCount.of(size),
                        ByteCount.of(free),
                        ByteCount.of(size - free),
                        InventoryDigest.EMPTY,
                        index % 4,
                        index % 3,
                        true);
        return new LiveView(
                server.id(),
                server.state(),
                Optional.of(heartbeat),
                Optional.of(sample),
                silent ? Duration.ofSeconds(312) : Duration.ofMillis(random.nextInt(900)));
    }

    /// Adds an asset that these servers should hold.
    public AssetView addAsset(String path, long size, Instant at, List<ServerView> assigned) {
        AssetView asset =
                new AssetView(
                        new AssetId(50_000 + assets.size()),
                        new ProjectId(77),
                        AssetPath.parse(path),
                        1L,
                        ByteCount.of(size),
                        Checksum.ofContent(path.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        AssetState.CURRENT,
                        at);
        assets.add(asset);
        ConcurrentHashMap<ServerId, ReplicaView> own = new ConcurrentHashMap<>();
        for (ServerView server : assigned) {
            own.put(server.id(), replica(asset, server.id(), ReplicaState.MISSING, 0, at));
        }
        replicas.put(asset.id(), own);
        return asset;
    }

    /// Moves one replica on.
    public ReplicaView move(
            AssetView asset, ServerId server, ReplicaState state, double share, Instant at) {
        ReplicaView moved =
                replica(asset, server, state, Math.round(asset.size().bytes() * share), at);
        replicas.computeIfAbsent(asset.id(), id -> new ConcurrentHashMap<>()).put(server, moved);
        return moved;
    }

    private static ReplicaView replica(
            AssetView asset, ServerId server, ReplicaState state, long bytes, Instant at) {
        return new ReplicaView(
                asset.id(),
                server,
                state,
                Optional.empty(),
                ByteCount.of(bytes),
                asset.size(),
                state == ReplicaState.FILLING ? Bitrate.megabits(84) : Bitrate.ZERO,
                Optional.of(new JobId(90_000 + server.value())),
                state == ReplicaState.FAILED ? 3 : 1,
                state == ReplicaState.FAILED
                        ? "could not fill " + asset.path() + ": no room on the disk (1.2 GB free)"
                        : "",
                state == ReplicaState.VERIFIED ? Optional.of(at) : Optional.empty());
    }

    public DistributionView distribution(AssetView asset) {
        int verified = 0;
        int filling = 0;
        int failed = 0;
        long bytes = 0;
        var own = replicas.getOrDefault(asset.id(), new ConcurrentHashMap<>());
        Optional<Instant> last = Optional.empty();
        for (ReplicaView replica : own.values()) {
            bytes += replica.bytesVerified().bytes();
            switch (replica.state()) {
                case VERIFIED -> {
                    verified++;
                    last = replica.verifiedAt();
                }
                case FILLING -> filling++;
                case FAILED -> failed++;
                case MISSING, REMOVING -> {}
            }
        }
        return new DistributionView(
                asset.id(),
                own.size(),
                verified,
                filling,
                failed,
                ByteCount.of(bytes),
                ByteCount.of(asset.size().bytes() * own.size()),
                verified == own.size() ? last : Optional.empty());
    }

    /// Raises an alarm.
    public AlarmView raise(
            AlarmSeverity severity, ObjectKind kind, String object, String text, Instant at) {
        AlarmView alarm =
                new AlarmView(
                        new AlarmId(70_000 + alarms.size()),
                        severity,
                        AlarmState.RAISED,
                        kind,
                        object,
                        text,
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        alarms.add(alarm);
        return alarm;
    }
}
