package org.vdeli.console;

import java.time.Duration;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.fake.FakeManager;

/// The overview of clusters so large that their servers take several lines.
final class OverviewFlowTest extends ConsoleRobot {
    private final FakeFleet fleet = new FakeFleet(360, 9, 3, Duration.ofSeconds(2));
    private final FakeManager manager = new FakeManager(fleet, 0, Duration.ofMillis(200), 1);

    @BeforeEach
    void start() {
        manager.start();
        open("--manager", manager.address(), "--user", FakeManager.OPERATOR);
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void cutsNoClusterOff() {
        type("#login-password", FakeManager.PASSWORD);
        press(KeyCode.ENTER);

        await("all servers within their tiles", () -> holds(".region-tile", ".state-dots"));
        screenshot("overview");
    }
}
