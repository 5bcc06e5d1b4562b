package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.InventoryDigest;

class InstancesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ServerId SERVER = new ServerId(4);
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final Instances instances = new Instances();

    static Report.Heartbeat heartbeat(ServerId server, Optional<UUID> instance) {
        return new Report.Heartbeat(
                server,
                NOON,
                1L,
                NOON,
                "1",
                ByteCount.ZERO,
                ByteCount.ZERO,
                ByteCount.ZERO,
                InventoryDigest.EMPTY,
                0,
                0,
                true,
                instance);
    }

    private void hear(UUID instance, int second) {
        instances.heard(heartbeat(SERVER, Optional.of(instance)), NOON.plusSeconds(second));
    }

    @Test
    void noticesTwoThatAreHeardInTurnAndForgetsThemWhenOneIsGone() {
        for (int second = 0; second < 15; second += 5) {
            hear(FIRST, second);
            hear(SECOND, second + 1);
        }
        assertThat(instances.doubled(NOON.plusSeconds(15))).containsExactly(SERVER);

        assertThat(instances.doubled(NOON.plusSeconds(90))).isEmpty();
    }

    @Test
    void takesARestartWithALateHeartbeatForOneMachine() {
        hear(FIRST, 0);
        hear(FIRST, 5);
        hear(SECOND, 6);
        hear(FIRST, 7);
        hear(SECOND, 11);
        hear(SECOND, 16);

        assertThat(instances.doubled(NOON.plusSeconds(16))).isEmpty();
    }

    @Test
    void takesRestartsOneAfterTheOtherAndAgentsWithoutInstanceForOneMachine() {
        for (int i = 0; i < 20; i++) {
            hear(new UUID(1, i), 2 * i);
            instances.heard(heartbeat(new ServerId(5), Optional.empty()), NOON.plusSeconds(2L * i));
        }
        assertThat(instances.doubled(NOON.plusSeconds(40))).isEmpty();
    }
}
