package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.installers.site.Edge;

/// Three origins, of which each asset is on two, and two edges far from them. Once the origins have
/// their copies the manager's own is taken away: whatever edges get then is from the origins.
@ExtendWith(SystemSite.Shared.class)
class OriginsIT {
    private static final List<Edge> ORIGINS =
            List.of(
                    SystemSite.edge("origin-1", "vault"),
                    SystemSite.edge("origin-2", "vault"),
                    SystemSite.edge("origin-3", "vault"));
    private static final Edge FIRST = SystemSite.edge("far-1", "far-1");
    private static final Edge SECOND = SystemSite.edge("far-2", "far-2");

    private final Viewer viewer = new Viewer();

    @Test
    void edgesFillFromTwoOriginsAndACopyThatIsLostIsMadeOnTheThird(SystemSite system)
            throws Exception {
        system.createRegion("Vault");
        system.createCluster("Vault", "vault");
        system.createRegion("Far");
        system.createCluster("Far", FIRST.cluster());
        system.createCluster("Far", SECOND.cluster());
        system.createBareProject("authoritative");
        try {
            ORIGINS.forEach(origin -> system.startServer(origin, ServerRole.ORIGIN));
            system.startEdge(FIRST);
            ORIGINS.forEach(origin -> system.awaitOnline(origin.name()));
            system.awaitOnline(FIRST.name());
            AssetView asset =
                    system.upload(system.file("master.mp4", 9_000_001, 61), "authoritative");
            Set<String> holders = awaitHolders(system, asset, 2, Set.of());
            assertThat(system.distribution(asset.id()).assigned()).isZero();
            takeAwayFromTheManager(system, asset);

            system.addPolicy("authoritative", "Far", TransferMethod.SINGLE.preset());
            awaitVerified(system, asset, FIRST);

            String lost = holders.iterator().next();
            system.site().edge(lost).kill();
            // its silence is not known yet: the agent goes on with the other by itself
            system.startEdge(SECOND);
            system.awaitOnline(SECOND.name());
            awaitVerified(system, asset, SECOND);
            Set<String> now = awaitHolders(system, asset, 2, Set.of(lost));
            assertThat(now).hasSize(2).doesNotContain(lost).isNotEqualTo(holders);
            assertThat(system.distribution(asset.id()).verified()).isEqualTo(2);
            for (Edge edge : List.of(FIRST, SECOND)) {
                assertThat(viewer.get(system.address(edge.name(), asset)).checksum())
                        .isEqualTo(asset.checksum());
            }

            system.manager().delete(asset.id());
            await().atMost(SystemSite.LONG)
                    .until(() -> holders(system, asset).equals(Set.of(system.server(lost).id())));
            system.startEdge(edge(lost));
            await().atMost(SystemSite.LONG).until(() -> holders(system, asset).isEmpty());
        } finally {
            end(system);
        }
    }

    private static void takeAwayFromTheManager(SystemSite system, AssetView asset)
            throws Exception {
        String hex = asset.checksum().hex();
        Path content =
                system.site()
                        .managerFolder()
                        .resolve("origin/content")
                        .resolve(hex.substring(0, 2))
                        .resolve(hex);
        Files.delete(content);
    }

    /// Waits until so many origins, without some, have a verified copy; says which ones.
    private static Set<String> awaitHolders(
            SystemSite system, AssetView asset, int count, Set<String> without) {
        return await().atMost(SystemSite.LONG)
                .until(
                        () -> {
                            Set<String> names = new TreeSet<>();
                            for (OriginCopyView copy : system.manager().origins(asset.id())) {
                                if (copy.server().isPresent()
                                        && copy.state() == ReplicaState.VERIFIED
                                        && !without.contains(copy.name())) {
                                    names.add(copy.name());
                                }
                            }
                            return names;
                        },
                        names -> names.size() == count);
    }

    private static void awaitVerified(SystemSite system, AssetView asset, Edge edge) {
        ServerId server = system.server(edge.name()).id();
        await().atMost(SystemSite.LONG)
                .until(() ->
                        system.manager().replicas(asset.id()).stream()
                                .anyMatch(replica ->
                                        replica.server().equals(server)
                                                && replica.state() == ReplicaState.VERIFIED));
    }

    private static Set<ServerId> holders(SystemSite system, AssetView asset) {
        return system.manager().replicas(asset.id()).stream()
                .map(ReplicaView::server)
                .collect(Collectors.toSet());
    }

    private static Edge edge(String name) {
        return all().stream().filter(edge -> edge.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Edge> all() {
        return Stream.concat(ORIGINS.stream(), Stream.of(FIRST, SECOND)).toList();
    }

    /// The other tests of the site know no origins.
    private static void end(SystemSite system) {
        for (Edge edge : all()) {
            if (system.site().isEnrolled(edge.name())) {
                if (!system.site().edge(edge.name()).isAlive()) {
                    system.startEdge(edge);
                }
                system.retire(edge.name());
                system.site().edge(edge.name()).close();
            }
        }
    }
}
