package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.installers.site.Edge;

/// Files on an edge server that change behind the back of everybody: the agent finds them, the
/// manager has them filled again, nobody does anything by hand.
@ExtendWith(SystemSite.Shared.class)
class DamageFaultIT {
    private static final Edge EDGE = SystemSite.edge("damaged-1", "fragile");

    private final Viewer viewer = new Viewer();

    @Test
    void whatIsDamagedOrDeletedOnAnEdgeIsRepairedByItself(SystemSite system) throws Exception {
        system.createRegion("Fragile");
        system.createCluster("Fragile", EDGE.cluster());
        system.createProject("fragile", "Fragile", TransferMethod.SWARM.preset());
        system.startEdge(EDGE);
        system.awaitOnline(EDGE.name());
        AssetView asset = system.upload(system.file("fragile.mp4", 3_000_000, 41), "fragile");
        assertThat(system.awaitVerified(asset.id())).isEqualTo(1);
        Path data = system.site().edgeFolder(EDGE.name());
        String hex = asset.checksum().hex();
        Path stored = data.resolve("store").resolve(hex.substring(0, 2)).resolve(hex);

        // One byte, found by reading everything again; the agent's round begins anew.
        Instant filled = verifiedAt(system, asset);
        system.site().edge(EDGE.name()).kill();
        flip(stored);
        Files.delete(data.resolve("scrub.json"));
        system.startEdge(EDGE);
        awaitRepair(system, asset, filled);

        // The whole file, found at the start.
        Instant repaired = verifiedAt(system, asset);
        system.site().edge(EDGE.name()).kill();
        Files.delete(stored);
        system.startEdge(EDGE);
        awaitRepair(system, asset, repaired);
    }

    private static void flip(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long at = channel.size() / 2;
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    private static Instant verifiedAt(SystemSite system, AssetView asset) {
        return system.replica(asset.id(), EDGE.name()).verifiedAt().orElseThrow();
    }

    private void awaitRepair(SystemSite system, AssetView asset, Instant before) {
        await().atMost(SystemSite.LONG)
                .until(() -> {
                    ReplicaView replica = system.replica(asset.id(), EDGE.name());
                    return replica.state() == ReplicaState.VERIFIED
                            && replica.verifiedAt().filter(at -> at.isAfter(before)).isPresent();
                });
        assertThat(viewer.get(system.address(EDGE.name(), asset)).checksum())
                .isEqualTo(asset.checksum());
    }
}
