package org.vdeli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import javafx.geometry.Dimension2D;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.fake.FakeManager;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.Mercator;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerView;

/// Draws on the map and has a manager store it.
final class MapFlowTest extends ConsoleRobot {
    private final FakeFleet fleet = new FakeFleet(48, 24, 6, Duration.ofSeconds(2));
    private final FakeManager manager = new FakeManager(fleet, 0, Duration.ofMillis(200), 1);
    private Camera camera = Camera.world(1, 1);

    @BeforeEach
    void start() {
        manager.start();
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void drawsARegionTakesClustersInMakesAClusterAndSavesThem() {
        openMap();
        click("#tool-rectangle");
        drag("#map", at(13, -85), at(0, -60), at(-58, -33));
        await("the drawn region", () -> textOf("#map-name").equals("region-1"));
        type("#map-name", "andes");
        press(KeyCode.ENTER);
        await("its name", () -> textOf("#crumb-1").equals("andes"));
        click("#map-raise");
        click("#map-take-in");
        await("the clusters to change", () -> textOf("#draft-count").startsWith("5 changes"));

        click("#tool-lasso");
        drag("#map", at(-20, 22), at(-20, 34), at(-32, 34), at(-32, 22), at(-22, 21));
        await("the new cluster", () -> textOf("#map-name").equals("cluster-1"));
        press(KeyCode.SHORTCUT, KeyCode.Z);
        await("it to be gone", () -> textOf("#draft-count").startsWith("5 changes"));
        press(KeyCode.SHORTCUT, KeyCode.Y);
        await("it to be back", () -> textOf("#draft-count").startsWith("7 changes"));
        screenshot("map-draft");
        click("#draft-review");
        await("the preview", () -> isSeen("#review-save"));
        screenshot("map-review");
        click("#review-save");

        await("all to be saved", () -> !isSeen("#draft-bar"));
        RegionView andes = region("andes");
        assertThat(andes.order()).isEqualTo(3);
        assertThat(andes.area()).hasSize(4);
        assertThat(region("amer-south").order()).isEqualTo(6);
        assertThat(
                        fleet.clusters().stream()
                                .filter(cluster -> cluster.region().equals(andes.id()))
                                .map(ClusterView::name))
                .containsExactlyInAnyOrder("gru-1", "eze-1", "bog-1");
        ClusterView made =
                fleet.clusters().stream()
                        .filter(cluster -> cluster.name().equals("cluster-1"))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        fleet.servers().stream()
                                .filter(server -> server.cluster().orElseThrow().equals(made.id()))
                                .map(ServerView::name))
                .containsExactlyInAnyOrder("edge-jnb-1-01", "edge-jnb-1-02");
        screenshot("map");
    }

    @Test
    void aHalfDrawnRegionOutlivesTheManager() {
        openMap();
        click("#tool-polygon");
        clickAt("#map", at(13, -85)[0], at(13, -85)[1]);
        clickAt("#map", at(13, -33)[0], at(13, -33)[1]);
        manager.close();
        await("the line to be lost", () -> textOf("#status-line").equals("Connection lost"));
        clickAt("#map", at(-50, -60)[0], at(-50, -60)[1]);
        press(KeyCode.ENTER);
        await("the region", () -> textOf("#map-name").equals("region-1"));
        click("#draft-review");
        click("#review-save");
        await(
                "the reason",
                () -> textOf("#review .review-refusal").contains("Nothing of your drawing"));
        screenshot("map-line-lost");

        manager.start();
        await("the line to be back", () -> textOf("#status-line").equals("Connected"));
        click("#review-save");
        await(
                "it to be saved",
                () -> fleet.regions().stream().anyMatch(r -> r.name().equals("region-1")));
    }

    @Test
    void aViewerMayLookAndNotDraw() {
        manager.role(Role.VIEWER);
        openMap();
        double[] south = at(-10, -50);
        clickAt("#map", south[0], south[1]);

        await("the region", () -> textOf("#map-name").equals("amer-south"));
        assertThat(isSeen("#tool-polygon")).isFalse();
        press(KeyCode.R);
        assertThat(isSeen("#draft-bar")).isFalse();
    }

    private void openMap() {
        open("--manager", manager.address(), "--user", FakeManager.OPERATOR);
        type("#login-password", FakeManager.PASSWORD);
        click("#login-sign-in");
        click("#nav-map");
        await("the fleet on the map", () -> textOf("#map-summary").startsWith("48 servers"));
        Dimension2D size = sizeOf("#map");
        camera = Camera.world(size.getWidth(), size.getHeight());
    }

    private RegionView region(String name) {
        return fleet.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Where a place is on the map as it opens.
    private double[] at(double latitude, double longitude) {
        return new double[] {
            camera.screenX(Mercator.x(longitude)), camera.screenY(Mercator.y(latitude))
        };
    }
}
