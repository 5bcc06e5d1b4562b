package org.vdeli.agent.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vdeli.agent.HalfServer;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

class ManagerLinkTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    @Timeout(30)
    void leavesAManagerThatVanishesInTheMiddleOfItsAnswer() throws Exception {
        try (HalfServer manager = new HalfServer()) {
            ManagerLink link = new ManagerLink(manager.uri(), new Codec(), Duration.ofMillis(500));
            Enrolled me =
                    new Enrolled(
                            new ServerId(1), "edge-1", URI.create("amqp://b"), "u", "p", "s", "k");
            String address = manager.uri() + "/agent/v1/inventory";

            assertThatThrownBy(() -> link.send(me, new Inventory(NOW, List.of())))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("could not reach " + address + ": ");
        }
    }
}
