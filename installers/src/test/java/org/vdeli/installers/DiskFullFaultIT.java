package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.Program;

/// An edge server whose disk is too small. Needs root, to mount a small file system.
@ExtendWith(SystemSite.Shared.class)
class DiskFullFaultIT {
    private static final Edge SMALL = SystemSite.edge("small-1", "narrow");

    @Test
    void aFullDiskIsNamedAndRoomIsEnoughToRecover(SystemSite system) throws Exception {
        Path folder = system.site().edgeFolder(SMALL.name());
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString());
        try {
            system.createRegion("Narrow");
            system.createCluster("Narrow", SMALL.cluster());
            system.createProject("big", "Narrow", TransferMethod.SWARM.preset());
            system.startEdge(SMALL);
            system.awaitOnline(SMALL.name());

            AssetView asset = system.upload(system.file("big.mp4", 40_000_000, 31), "big");
            ReplicaView failed =
                    await().atMost(SystemSite.LONG)
                            .until(
                                    () -> system.replica(asset.id(), SMALL.name()),
                                    r -> !r.detail().isEmpty());
            assertThat(failed.detail()).startsWith("could not reserve 40.0 MB for asset");
            assertThat(failed.state()).isNotEqualTo(ReplicaState.VERIFIED);
            Viewer viewer = new Viewer();
            assertThat(viewer.get(system.address(SMALL.name(), asset)).status()).isEqualTo(507);

            run("mount", "-o", "remount,size=96m", folder.toString());
            assertThat(system.awaitVerified(asset.id())).isEqualTo(1);
            assertThat(viewer.get(system.address(SMALL.name(), asset)).checksum())
                    .isEqualTo(asset.checksum());
        } finally {
            // Also when the agent was never started: a mount that stays would break the next run.
            Optional.ofNullable(system.site().edges().get(SMALL.name())).ifPresent(Program::close);
            run("umount", "-l", folder.toString());
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
