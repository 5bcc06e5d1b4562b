package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.ManagerException;

/// Programs that are killed in the middle of their work and started again: everything ends as if
/// nothing had been.
@ExtendWith(SystemSite.Shared.class)
class CrashFaultIT {
    private final Viewer viewer = new Viewer();

    @AfterEach
    void release(SystemSite system) {
        system.proxy().behave();
    }

    @Test
    void anAgentThatIsKilledInAFillGoesOnWhereItWas(SystemSite system) {
        SystemSite.Half half = system.uploadHalf("a.mp4", 11, "agent-killed");
        String edge = half.edge().name();

        system.site().edge(edge).kill();
        assertThat(viewer.get(system.address(edge, half.asset())).status()).isEqualTo(503);
        system.startEdge(half.edge());
        system.proxy().behave();

        assertVerifiedEverywhere(system, half.asset());
    }

    @Test
    void anAgentThatIsStoppedInAFillGoesOnWhereItWas(SystemSite system) {
        SystemSite.Half half = system.uploadHalf("t.mp4", 15, "agent-stopped");

        system.site().edge(half.edge().name()).close();
        system.startEdge(half.edge());
        system.proxy().behave();

        assertVerifiedEverywhere(system, half.asset());
    }

    @Test
    void aManagerThatIsKilledInAFillFindsItsWayBack(SystemSite system) {
        SystemSite.Half half = system.uploadHalf("m.mp4", 12, "manager-killed");

        system.site().manager().kill();
        assertThat(
                        half.asset()
                                .path()
                                .below(system.site().edgeFolder(half.edge().name()).resolve("www")))
                .doesNotExist();
        system.restartManager();
        system.proxy().behave();

        assertVerifiedEverywhere(system, half.asset());
        assertThat(system.manager().ready().ok()).isTrue();
    }

    @Test
    void aBrokerThatIsKilledComesBackAndLosesNothing(SystemSite system) {
        SystemSite.Half before = system.uploadHalf("b.mp4", 13, "broker-killed");

        system.killService("beam.smp");
        AssetView during = system.upload(system.file("c.mp4", 1_000_000, 14), "broker-killed");
        system.proxy().behave();

        assertVerifiedEverywhere(system, before.asset());
        assertVerifiedEverywhere(system, during);
        await().atMost(Duration.ofMinutes(1)).until(system.manager()::ready, HealthView::ok);
    }

    @Test
    void aDatabaseThatIsKilledComesBackAndLosesNothing(SystemSite system) {
        SystemSite.Half half = system.uploadHalf("d.mp4", 16, "database-killed");

        system.killService("mariadbd");
        system.proxy().behave();

        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(ManagerException.class)
                .until(() -> system.manager().ready().ok());
        AssetView after = system.upload(system.file("e.mp4", 1_000_000, 17), "database-killed");
        assertVerifiedEverywhere(system, half.asset());
        assertVerifiedEverywhere(system, after);
    }

    private void assertVerifiedEverywhere(SystemSite system, AssetView asset) {
        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        for (Edge edge : SystemSite.EDGES) {
            assertThat(viewer.get(system.address(edge.name(), asset)).checksum())
                    .isEqualTo(asset.checksum());
        }
    }
}
