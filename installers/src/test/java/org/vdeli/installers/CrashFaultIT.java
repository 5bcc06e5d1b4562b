package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.installers.site.Edge;

/// Programs that are killed in the middle of their work and started again: everything ends as if
/// nothing had been.
@ExtendWith(SystemSite.Shared.class)
class CrashFaultIT {
    private static final int SIZE = 24_000_000;
    private static final long BYTES_PER_SECOND = 4_000_000;

    private final Viewer viewer = new Viewer();

    @Test
    void anAgentThatIsKilledInAFillGoesOnWhereItWas(SystemSite system) {
        system.createSlowProject("agent-killed", BYTES_PER_SECOND);
        AssetView asset = system.upload(system.file("a.mp4", SIZE, 11), "agent-killed");
        system.awaitHalfFilled(asset.id(), "edge-1");

        system.site().edge("edge-1").kill();
        assertThat(viewer.get(system.address("edge-1", asset)).status()).isEqualTo(404);
        system.startEdge(SystemSite.EDGES.getFirst());

        assertVerifiedEverywhere(system, asset);
    }

    @Test
    void aManagerThatIsKilledInAFillFindsItsWayBack(SystemSite system) {
        system.createSlowProject("manager-killed", BYTES_PER_SECOND);
        AssetView asset = system.upload(system.file("m.mp4", SIZE, 12), "manager-killed");
        system.awaitHalfFilled(asset.id(), "edge-1");

        system.site().manager().kill();
        system.restartManager();

        assertVerifiedEverywhere(system, asset);
        assertThat(system.manager().ready().ok()).isTrue();
    }

    @Test
    void aBrokerThatIsKilledComesBackAndLosesNothing(SystemSite system) {
        system.createSlowProject("broker-killed", BYTES_PER_SECOND);
        AssetView before = system.upload(system.file("b.mp4", SIZE, 13), "broker-killed");
        system.awaitHalfFilled(before.id(), "edge-1");

        Broker.of(system.site()).kill();
        AssetView during = system.upload(system.file("c.mp4", 1_000_000, 14), "broker-killed");

        assertVerifiedEverywhere(system, before);
        assertVerifiedEverywhere(system, during);
        await().atMost(Duration.ofMinutes(1)).until(system.manager()::ready, HealthView::ok);
    }

    private void assertVerifiedEverywhere(SystemSite system, AssetView asset) {
        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        for (Edge edge : SystemSite.EDGES) {
            assertThat(viewer.get(system.address(edge.name(), asset)).checksum())
                    .isEqualTo(asset.checksum());
        }
    }
}
