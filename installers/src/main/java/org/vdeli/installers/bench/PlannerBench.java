package org.vdeli.installers.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.dispatch.AssetPicture;
import org.vdeli.manager.dispatch.Plan;
import org.vdeli.manager.dispatch.Planner;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.placement.Placer;
import org.vdeli.manager.placement.Sites;
import org.vdeli.manager.policy.DeliveryPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench planner`: what the deciding costs, with the manager's own placer and planner: which
/// servers shall hold each asset, and which jobs follow. What is not in it: reading the picture
/// from the database, storing assignments and jobs, sending. The memory rows that a picture is made
/// of are made before the clock starts.
///
/// Clusters have 20 servers, regions 7 clusters, projects 5 policies: all servers of one region,
/// three of another, none of a third, one of each cluster of a fourth, and two of each cluster
/// everywhere else. `full_s` is the greater of two full plans, that of a fleet which holds nothing
/// and that of one which holds all that it shall. `asset_ms` is one new asset that goes to all
/// servers, `server_ms` one new server that joins a fleet which holds all that it shall.
@Command(
        name = "planner",
        description = "What it costs to decide where assets go and which jobs follow.",
        mixinStandardHelpOptions = true)
public final class PlannerBench implements Callable<Integer> {
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");
    private static final int SERVERS_IN_CLUSTER = 20;
    private static final int CLUSTERS_IN_REGION = 7;
    private static final int POLICIES_IN_PROJECT = 5;
    private static final Checksum CHECKSUM = Checksum.ofContent(new byte[] {1});
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Option(names = "--servers", paramLabel = "N", description = "4000 if not given.")
    private int servers = 4000;

    @Option(names = "--assets", paramLabel = "N", description = "10000 if not given.")
    private int assets = 10_000;

    @Option(names = "--policies", paramLabel = "N", description = "100 if not given.")
    private int policies = 100;

    @Option(names = "--rounds", paramLabel = "N", description = "The least time counts; 3.")
    private int rounds = 3;

    private final AtomicLong ids = new AtomicLong(1L << 40);
    private final Planner planner = new Planner(ids::incrementAndGet);
    private final List<List<DeliveryPolicy>> projects = new ArrayList<>();
    private long replicas;
    private long orders;

    @Override
    public Integer call() {
        FleetSnapshot fleet = fleet(servers);
        makePolicies(fleet.regions().size());
        say(
                "%d servers in %d clusters and %d regions, %d assets, %d policies of %d projects",
                servers,
                fleet.clusters().size(),
                fleet.regions().size(),
                assets,
                policies,
                projects.size());
        Times first = new Times();
        Times again = new Times();
        Times asset = new Times();
        Times server = new Times();
        for (int round = 0; round <= rounds; round++) {
            Times.Lap firstLap = first.begin();
            planAll(fleet, false, firstLap);
            Times.Lap againLap = again.begin();
            planAll(fleet, true, againLap);
            Times.Lap assetLap = asset.begin();
            planOne(fleet, assetLap);
            Times.Lap serverLap = server.begin();
            planServer(fleet, serverLap);
            say(
                    "round %d%s: first plan %s (%d orders), nothing to do %s (%d replicas), one asset"
                            + " %s, one server %s; load %.1f",
                    round,
                    round == 0 ? " (warm-up)" : "",
                    firstLap,
                    orders,
                    againLap,
                    replicas,
                    assetLap,
                    serverLap,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            if (round == 0) {
                List.of(first, again, asset, server).forEach(Times::forget);
            }
        }
        say(
                "processor time: first plan %.2f s, nothing to do %.2f s, one asset %.1f ms, one"
                        + " server %.0f ms",
                first.leastCpu(),
                again.leastCpu(),
                asset.leastCpu() * 1000,
                server.leastCpu() * 1000);
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "planner full_s=%.1f asset_ms=%.1f server_ms=%.0f",
                        Math.max(first.least(), again.least()),
                        asset.least() * 1000,
                        server.least() * 1000));
        return 0;
    }

    /// Laps of a clock that can be stopped in between; wall time and processor time of this thread.
    private static final class Times {
        private final List<Lap> laps = new ArrayList<>();

        Lap begin() {
            Lap lap = new Lap();
            laps.add(lap);
            return lap;
        }

        void forget() {
            laps.clear();
        }

        double least() {
            return laps.stream().mapToLong(lap -> lap.wall).min().orElse(0) / 1e9;
        }

        double leastCpu() {
            return laps.stream().mapToLong(lap -> lap.cpu).min().orElse(0) / 1e9;
        }

        private static final class Lap {
            private long wall;
            private long cpu;

            void time(Runnable what) {
                long cpuBefore = THREADS.getCurrentThreadCpuTime();
                long before = System.nanoTime();
                what.run();
                wall += System.nanoTime() - before;
                cpu += THREADS.getCurrentThreadCpuTime() - cpuBefore;
            }

            @Override
            public String toString() {
                return wall < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f ms", wall / 1e6)
                        : String.format(Locale.ROOT, "%.2f s", wall / 1e9);
            }
        }
    }

    private void planAll(FleetSnapshot fleet, boolean held, Times.Lap lap) {
        Placer[] placer = new Placer[1];
        lap.time(() -> placer[0] = new Placer(Sites.of(fleet)));
        orders = held ? orders : 0;
        replicas = held ? 0 : replicas;
        for (int number = 0; number < assets; number++) {
            Asset asset = asset(number);
            List<DeliveryPolicy> own = policiesOf(number);
            if (!held) {
                Plan[] plan = new Plan[1];
                lap.time(() ->
                        plan[0] = plan(placer[0], asset, own, List.of(), List.of(), Set.of()));
                orders += plan[0].order().size();
                continue;
            }
            Holding holding = Holding.of(asset, placer[0].place(asset.path(), own, Set.of()));
            replicas += holding.replicas().size();
            Plan[] plan = new Plan[1];
            lap.time(() ->
                    plan[0] =
                            plan(
                                    placer[0],
                                    asset,
                                    own,
                                    holding.assigned(),
                                    holding.replicas(),
                                    holding.servers()));
            if (!plan[0].isEmpty()) {
                throw new IllegalStateException("the fleet holds all that it shall");
            }
        }
    }

    /// What a fleet holds of an asset.
    private record Holding(
            List<Assignment> assigned, List<Replica> replicas, Set<ServerId> servers) {
        static Holding of(Asset asset, Map<ServerId, DeliveryPolicy> placed) {
            List<Assignment> assigned = new ArrayList<>();
            List<Replica> replicas = new ArrayList<>();
            placed.forEach((server, policy) -> {
                assigned.add(new Assignment(asset.id(), server, Optional.of(policy.id()), NOW));
                replicas.add(new Replica(asset.id(), server, asset.checksum(), NOW));
            });
            return new Holding(assigned, replicas, Set.copyOf(placed.keySet()));
        }
    }

    private Plan plan(
            Placer placer,
            Asset asset,
            List<DeliveryPolicy> own,
            List<Assignment> assigned,
            List<Replica> there,
            Set<ServerId> holders) {
        return planner.plan(
                new AssetPicture(
                        asset,
                        placer.place(asset.path(), own, holders),
                        assigned,
                        there,
                        List.of(),
                        Set.of(),
                        Set.of(),
                        AssetPicture.Succession.NONE),
                "bench",
                NOW);
    }

    private void planOne(FleetSnapshot fleet, Times.Lap lap) {
        List<DeliveryPolicy> everywhere = List.of(policy(1, 1, Optional.empty(), Spread.ALL, 0));
        Plan[] plan = new Plan[1];
        lap.time(() ->
                plan[0] =
                        plan(
                                new Placer(Sites.of(fleet)),
                                asset(assets),
                                everywhere,
                                List.of(),
                                List.of(),
                                Set.of()));
        if (plan[0].order().size() != servers) {
            throw new IllegalStateException(plan[0].order().size() + " orders");
        }
    }

    private void planServer(FleetSnapshot fleet, Times.Lap lap) {
        Placer before = new Placer(Sites.of(fleet));
        FleetSnapshot after = fleet(servers + 1);
        Placer[] placer = new Placer[1];
        lap.time(() -> placer[0] = new Placer(Sites.of(after)));
        for (int number = 0; number < assets; number++) {
            Asset asset = asset(number);
            List<DeliveryPolicy> own = policiesOf(number);
            Holding holding = Holding.of(asset, before.place(asset.path(), own, Set.of()));
            lap.time(() ->
                    plan(
                            placer[0],
                            asset,
                            own,
                            holding.assigned(),
                            holding.replicas(),
                            holding.servers()));
        }
    }

    private List<DeliveryPolicy> policiesOf(int asset) {
        return projects.get(asset % projects.size());
    }

    private void makePolicies(int regions) {
        for (int project = 0; project < policies / POLICIES_IN_PROJECT; project++) {
            long id = (long) project * POLICIES_IN_PROJECT;
            projects.add(
                    List.of(
                            policy(id + 1, project, region(project, regions, 0), Spread.ALL, 0),
                            policy(
                                    id + 2,
                                    project,
                                    region(project, regions, 1),
                                    Spread.PER_REGION,
                                    3),
                            policy(id + 3, project, region(project, regions, 2), Spread.NONE, 0),
                            policy(
                                    id + 4,
                                    project,
                                    region(project, regions, 3),
                                    Spread.PER_CLUSTER,
                                    1),
                            policy(id + 5, project, Optional.empty(), Spread.PER_CLUSTER, 2)));
        }
    }

    private static Optional<RegionId> region(int project, int regions, int offset) {
        return Optional.of(new RegionId(1 + (POLICIES_IN_PROJECT * project + offset) % regions));
    }

    private static DeliveryPolicy policy(
            long id, long project, Optional<RegionId> region, Spread spread, int count) {
        return new DeliveryPolicy(
                new PolicyId(id),
                new ProjectId(project + 1),
                region,
                1,
                spread,
                count,
                false,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    private static Asset asset(int number) {
        return new Asset(
                new AssetId(1 + number),
                new ProjectId(1),
                AssetPath.of("bench", "default", "films/" + number + ".mp4"),
                1,
                ByteCount.of(1_000_000),
                CHECKSUM,
                ByteCount.mebibytes(4),
                AssetState.CURRENT,
                NOW);
    }

    private static FleetSnapshot fleet(int servers) {
        List<Region> regions = new ArrayList<>();
        List<Cluster> clusters = new ArrayList<>();
        List<EdgeServer> all = new ArrayList<>();
        for (int number = 0; number < servers; number++) {
            int cluster = number / SERVERS_IN_CLUSTER;
            int region = cluster / CLUSTERS_IN_REGION;
            if (region == regions.size()) {
                regions.add(new Region(new RegionId(1 + region), "r" + region, List.of(), 1));
            }
            if (cluster == clusters.size()) {
                clusters.add(
                        new Cluster(
                                new ClusterId(1 + cluster),
                                new RegionId(1 + region),
                                "c" + cluster,
                                new GeoPoint(1.0, 2.0),
                                List.of(),
                                Bitrate.ZERO));
            }
            all.add(
                    new EdgeServer(
                            new ServerId(1000 + number),
                            Optional.of(new ClusterId(1 + cluster)),
                            "s" + number,
                            List.of("10.0.0.1"),
                            80,
                            Optional.empty(),
                            ZoneOffset.UTC,
                            ServerRole.EDGE,
                            Bitrate.ZERO,
                            ServerState.ONLINE,
                            Optional.of("1"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            NOW));
        }
        return new FleetSnapshot(regions, clusters, all);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in no library of this module
    private static void say(String pattern, Object... values) {
        System.out.println(String.format(Locale.ROOT, pattern, values));
    }
}
