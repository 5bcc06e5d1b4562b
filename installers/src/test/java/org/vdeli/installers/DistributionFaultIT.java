package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.SiteException;

/// A publisher uploads while one thing after the other goes wrong, in an order that chance makes.
/// In the end everything must be as if nothing had been:
///
/// * no upload that was acknowledged is lost,
/// * every assignment is fulfilled, or says why not,
/// * nothing is served that does not match its checksum,
/// * no asset is doubled.
///
/// `-Dvdeli.seed=N` chooses the order, which the report names; `-Dvdeli.fault-rounds=N` goes on for
/// longer, each round with the next seed. A round has every kind of fault once.
@ExtendWith(SystemSite.Shared.class)
class DistributionFaultIT {
    private static final String PROJECT = "rough";
    private static final String REGION = "Rough";
    private static final List<Edge> EDGES =
            List.of(
                    SystemSite.edge("rough-1", "rough-a"),
                    SystemSite.edge("rough-2", "rough-a"),
                    SystemSite.edge("rough-3", "rough-b"));

    /// The longest that a job waits for its next attempt after some bad ends in a row.
    private static final Duration RECOVERY = Duration.ofMinutes(4);

    private static final int PATHS = 4;
    private static final int LARGEST = 1_500_000;

    private final Viewer viewer = new Viewer();

    /// What was sent to each path, the last one last; `acknowledged` is the place of the last that
    /// was acknowledged.
    private static final class Sent {
        private final List<Checksum> contents = new ArrayList<>();
        private int acknowledged = -1;

        /// What the path may hold: nothing older than what was acknowledged.
        List<Checksum> allowed() {
            return contents.subList(Math.max(0, acknowledged), contents.size());
        }
    }

    private final Map<String, Sent> sent = new HashMap<>();

    @Test
    void whateverGoesWrongNothingIsLostDoubledOrWrong(SystemSite system, TestReporter report) {
        long seed = Long.getLong("vdeli.seed", 1);
        int rounds = Integer.getInteger("vdeli.fault-rounds", 1);
        found(system);
        for (int round = 0; round < rounds; round++) {
            report.publishEntry("vdeli.seed", Long.toString(seed + round));
            List<Faults.Kind> done = new ArrayList<>();
            try {
                rough(system, new Random(seed + round), done);
                assertAsIfNothingHadBeen(system);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("vdeli.seed=" + (seed + round) + ", after " + done, e);
            }
        }
    }

    private static void found(SystemSite system) {
        system.createRegion(REGION);
        system.createCluster(REGION, "rough-a");
        system.createCluster(REGION, "rough-b");
        system.createProject(PROJECT, REGION, TransferMethod.SWARM.preset());
        EDGES.forEach(system::startEdge);
        EDGES.forEach(edge -> system.awaitOnline(edge.name()));
    }

    private void rough(SystemSite system, Random chance, List<Faults.Kind> done) {
        Faults faults = new Faults(system, EDGES, chance);
        List<Faults.Kind> kinds = new ArrayList<>(Arrays.asList(Faults.Kind.values()));
        Collections.shuffle(kinds, chance);
        upload(system, chance);
        for (Faults.Kind kind : kinds) {
            done.add(kind);
            faults.inject(kind, () -> upload(system, chance));
        }
    }

    private void upload(SystemSite system, Random chance) {
        String name = "film-" + chance.nextInt(PATHS) + ".mp4";
        Path file = system.file(name, 1 + chance.nextInt(LARGEST), chance.nextLong());
        Sent path = sent.computeIfAbsent(SystemSite.PUBLISHER + "/rough/" + name, p -> new Sent());
        try {
            path.contents.add(Checksum.ofContent(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (system.put(file, "/" + PROJECT + "/", Duration.ofMinutes(2)) == 0) {
            path.acknowledged = path.contents.size() - 1;
        }
    }

    private void assertAsIfNothingHadBeen(SystemSite system) {
        await().atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(SiteException.class)
                .until(system.manager()::ready, HealthView::ok);
        Map<String, AssetView> current =
                await().atMost(RECOVERY)
                        .ignoreExceptionsInstanceOf(SiteException.class)
                        .until(() -> current(system), this::hasAllThatWasAcknowledged);
        assertThat(system.manager().assets())
                .as("a path has one current version")
                .extracting(AssetView::path)
                .doesNotHaveDuplicates();
        for (AssetView asset : current.values()) {
            assertHeldEverywhere(system, asset);
        }
        for (AssetView asset : current.values()) {
            for (Edge edge : EDGES) {
                await().atMost(RECOVERY)
                        .ignoreExceptionsInstanceOf(IllegalStateException.class)
                        .untilAsserted(() ->
                                assertThat(viewer.get(system.address(edge.name(), asset)))
                                        .as("%s at %s", asset.path(), edge.name())
                                        .isEqualTo(
                                                new Viewer.Answer(
                                                        200,
                                                        asset.checksum(),
                                                        (int) asset.size().bytes())));
            }
        }
    }

    /// The current assets of the project, by path.
    private static Map<String, AssetView> current(SystemSite system) {
        return system.manager().assets().stream()
                .filter(asset -> asset.state() == AssetState.CURRENT)
                .filter(asset ->
                        asset.path().toString().startsWith(SystemSite.PUBLISHER + "/rough/"))
                .collect(
                        Collectors.toMap(
                                asset -> asset.path().toString(),
                                asset -> asset,
                                (one, other) -> one.version() > other.version() ? one : other));
    }

    private boolean hasAllThatWasAcknowledged(Map<String, AssetView> current) {
        Set<String> missing = new HashSet<>();
        sent.forEach((path, what) -> {
            AssetView asset = current.get(path);
            if (what.acknowledged >= 0
                    && (asset == null || !what.allowed().contains(asset.checksum()))) {
                missing.add(path);
            }
        });
        return missing.isEmpty();
    }

    private static void assertHeldEverywhere(SystemSite system, AssetView asset) {
        await().atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(SiteException.class)
                .untilAsserted(() -> {
                    DistributionView now = system.distribution(asset.id());
                    assertThat(now.assigned()).isEqualTo(EDGES.size());
                    assertThat(system.manager().replicas(asset.id()))
                            .as(asset.path().toString())
                            .allMatch(replica ->
                                    replica.state() == ReplicaState.VERIFIED
                                            || !replica.detail().isEmpty());
                    assertThat(now.verified())
                            .as("%s: %s", asset.path(), system.manager().replicas(asset.id()))
                            .isEqualTo(EDGES.size());
                });
    }
}
