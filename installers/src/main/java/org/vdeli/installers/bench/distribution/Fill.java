package org.vdeli.installers.bench.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.bench.distribution.Gauge.Reading;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Program;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.testbed.Testbed;
import org.vdeli.installers.testbed.Testbed.Traffic;
import org.vdeli.installers.testbed.Testbed.Wan;
import org.vdeli.installers.testbed.Testbed.WanCount;

/// Lets one file go to every edge server, and measures it.
final class Fill {
    private static final Duration UPLOADING = Duration.ofMinutes(5);
    private static final Duration REMOVING = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration NEWS = Duration.ofSeconds(2);

    /// What a fill may take above four times the star's time: programs on a machine that has other
    /// work, too.
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final int BLOCK = 1 << 20;

    private final Testbed testbed;
    private final ShapedFleet fleet;
    private final ManagerClient manager;
    private final Consumer<String> say;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<ServerId, String> names;

    Fill(Testbed testbed, ShapedFleet fleet, ManagerClient manager, Consumer<String> say) {
        this.testbed = testbed;
        this.fleet = fleet;
        this.manager = manager;
        this.say = say;
        this.names =
                manager.servers().stream()
                        .collect(Collectors.toUnmodifiableMap(ServerView::id, ServerView::name));
    }

    /// Uploads a random file and waits until every edge server that lives has it; then removes it
    /// again, and starts again what was killed.
    ///
    /// @param disturbances in the order of their times
    Round run(String name, ByteCount size, List<Disturbance> disturbances) {
        Path file = fleet.site().folder().resolve(name);
        Checksum checksum = write(file, size);
        Map<Long, ProcessUsage> before = usage();
        testbed.zero();
        try (Gauge gauge = Gauge.start(testbed)) {
            UploadView upload =
                    fleet.uploader(manager)
                            .upload(
                                    file,
                                    checksum,
                                    AssetPath.of(ShapedFleet.PUBLISHER, ShapedFleet.PROJECT, name),
                                    UPLOADING);
            AssetView asset = manager.asset(upload.asset().orElseThrow());
            Set<String> killed = new HashSet<>();
            Map<String, Duration> verified = watch(asset, disturbances, killed);
            List<Reading> readings = gauge.readings();
            Map<Long, ProcessUsage> after = usage();
            Round round = round(size, verified, readings, testbed.traffic(), before, after);
            killed.forEach(node -> fleet.restart(manager, node));
            remove(asset);
            return round;
        } finally {
            delete(file);
        }
    }

    private Checksum write(Path file, ByteCount size) {
        MessageDigest digest = Checksum.newDigest();
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size.bytes(); left > 0; left -= BLOCK) {
                int length = (int) Math.min(left, BLOCK);
                random.nextBytes(block);
                digest.update(block, 0, length);
                out.write(block, 0, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
        return Checksum.ofDigest(digest.digest());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + file, e);
        }
    }

    // --- the wait

    /// Waits for the replicas, and disturbs the network meanwhile.
    ///
    /// @param killed the servers that were killed are added to it
    /// @return how long after the acceptance each replica was verified, by the manager's clock
    private Map<String, Duration> watch(
            AssetView asset, List<Disturbance> disturbances, Set<String> killed) {
        Deque<Disturbance> due = new ArrayDeque<>(disturbances);
        Duration patience = testbed.shape().starTime(asset.size()).multipliedBy(4).plus(GRACE);
        Instant deadline = asset.acceptedAt().plus(patience);
        Instant news = asset.acceptedAt().plus(NEWS);
        while (true) {
            Instant now = Instant.now();
            while (!due.isEmpty() && !now.isBefore(time(asset, due.peek()))) {
                Disturbance disturbance = due.remove();
                testbed.disturb(disturbance.command());
                disturbance.killed().ifPresent(killed::add);
                say.accept("%.1f s: %s".formatted(since(asset, Instant.now()), disturbance.text()));
            }
            List<ReplicaView> replicas = manager.replicas(asset.id());
            Map<String, ReplicaView> byName =
                    replicas.stream()
                            .collect(
                                    Collectors.toMap(
                                            r -> Objects.requireNonNull(names.get(r.server())),
                                            Function.identity()));
            List<String> missing =
                    names.values().stream()
                            .filter(name -> !killed.contains(name))
                            .filter(name -> !isVerified(byName, name))
                            .sorted()
                            .toList();
            if (missing.isEmpty() && due.isEmpty()) {
                return replicas.stream()
                        .filter(r -> r.state() == ReplicaState.VERIFIED)
                        .collect(
                                Collectors.toMap(
                                        r -> Objects.requireNonNull(names.get(r.server())),
                                        r ->
                                                Duration.between(
                                                        asset.acceptedAt(),
                                                        r.verifiedAt().orElseThrow())));
            }
            if (now.isAfter(deadline)) {
                throw new SiteException(late(byName, missing, patience));
            }
            if (now.isAfter(news)) {
                news = now.plus(NEWS);
                say.accept(progress(asset, replicas, now));
            }
            Patience.pause(pause(asset, due, now));
        }
    }

    private static boolean isVerified(Map<String, ReplicaView> replicas, String name) {
        ReplicaView replica = replicas.get(name);
        return replica != null && replica.state() == ReplicaState.VERIFIED;
    }

    private static Instant time(AssetView asset, Disturbance disturbance) {
        return asset.acceptedAt().plus(disturbance.after());
    }

    private static double since(AssetView asset, Instant moment) {
        return Duration.between(asset.acceptedAt(), moment).toNanos() / 1e9;
    }

    private static Duration pause(AssetView asset, Deque<Disturbance> due, Instant now) {
        if (due.isEmpty()) {
            return TURN;
        }
        Duration untilNext = Duration.between(now, time(asset, due.element()));
        return untilNext.isNegative() || untilNext.compareTo(TURN) < 0
                ? Duration.ofMillis(Math.max(untilNext.toMillis(), 1))
                : TURN;
    }

    private static String progress(AssetView asset, List<ReplicaView> replicas, Instant now) {
        long verified = replicas.stream().filter(r -> r.state() == ReplicaState.VERIFIED).count();
        long bytes =
                replicas.stream()
                        .mapToLong(r ->
                                r.state() == ReplicaState.VERIFIED
                                        ? asset.size().bytes()
                                        : r.bytesVerified().bytes())
                        .sum();
        long all = asset.size().bytes() * Math.max(replicas.size(), 1);
        return "%.1f s: %d of %d replicas verified, %d %% of all bytes"
                .formatted(since(asset, now), verified, replicas.size(), 100 * bytes / all);
    }

    private static String late(
            Map<String, ReplicaView> replicas, List<String> missing, Duration patience) {
        String which =
                missing.stream()
                        .map(name -> {
                            ReplicaView replica = replicas.get(name);
                            return replica == null
                                    ? name + " (not assigned)"
                                    : name + " (" + replica.state() + " " + replica.detail() + ")";
                        })
                        .collect(Collectors.joining(", "));
        return "after %d s these servers still lack the file: %s"
                .formatted(patience.toSeconds(), which);
    }

    private void remove(AssetView asset) {
        manager.delete(asset.id());
        Patience.await(
                "asset " + asset.id() + " removed from all servers",
                REMOVING,
                () ->
                        manager.replicas(asset.id()).isEmpty()
                                ? Optional.of(true)
                                : Optional.empty());
    }

    // --- the figures

    /// What the agents and all processes that they started have used, by pid.
    private Map<Long, ProcessUsage> usage() {
        Map<Long, ProcessUsage> used = new HashMap<>();
        LongStream.concat(agents(), nginx())
                .forEach(pid -> ProcessUsage.of(pid).ifPresent(usage -> used.put(pid, usage)));
        return used;
    }

    private LongStream agents() {
        return fleet.agents().values().stream().mapToLong(Program::pid);
    }

    private LongStream nginx() {
        return agents().mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
    }

    private Round round(
            ByteCount size,
            Map<String, Duration> verified,
            List<Reading> readings,
            Map<String, Traffic> traffic,
            Map<Long, ProcessUsage> before,
            Map<Long, ProcessUsage> after) {
        Set<Long> agents = agents().boxed().collect(Collectors.toSet());
        double gigabytes = size.bytes() / 1e9 * verified.size();
        Map<Integer, Duration> clusters =
                verified.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> ShapedFleet.clusterOf(e.getKey()),
                                        Map.Entry::getValue,
                                        (a, b) -> a.compareTo(b) > 0 ? a : b,
                                        TreeMap::new));
        return new Round(
                verified,
                clusters,
                copies(readings, WanCount::bytes, size),
                copies(readings, WanCount::payload, size),
                Objects.requireNonNull(traffic.get("o0")).sent() / (double) size.bytes(),
                cpu(agents, before, after) / gigabytes,
                (cpu(after.keySet(), before, after) - cpu(agents, before, after)) / gigabytes,
                after.entrySet().stream()
                        .filter(used -> agents.contains(used.getKey()))
                        .mapToDouble(used -> used.getValue().peakBytes() / 1048576.0)
                        .max()
                        .orElse(0),
                Gauge.peakMegabits(readings, wan -> wan.in().bytes()),
                Gauge.peakMegabits(readings, wan -> wan.out().bytes()),
                readings);
    }

    private static List<Double> copies(
            List<Reading> readings, ToLongFunction<WanCount> count, ByteCount size) {
        List<Wan> first = readings.getFirst().wans();
        List<Wan> last = readings.getLast().wans();
        return IntStream.range(0, first.size())
                .mapToObj(wan ->
                        (count.applyAsLong(last.get(wan).in())
                                        - count.applyAsLong(first.get(wan).in()))
                                / (double) size.bytes())
                .toList();
    }

    /// Seconds; a process that began meanwhile began at nothing, one that ended is not known.
    private static double cpu(
            Set<Long> pids, Map<Long, ProcessUsage> before, Map<Long, ProcessUsage> after) {
        return after.entrySet().stream()
                .filter(used -> pids.contains(used.getKey()))
                .mapToDouble(used ->
                        used.getValue()
                                        .cpu()
                                        .minus(
                                                Optional.ofNullable(before.get(used.getKey()))
                                                        .map(ProcessUsage::cpu)
                                                        .orElse(Duration.ZERO))
                                        .toMillis()
                                / 1e3)
                .sum();
    }
}
