package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.vdeli.console.ConsoleOptions;
import org.vdeli.console.Settings;
import org.vdeli.console.Wiring;
import org.vdeli.console.assets.AssetRow;
import org.vdeli.console.assets.ReplicaRow;
import org.vdeli.console.servers.ServerRow;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.Role;
import picocli.CommandLine;

/// The real console on the real manager: what viewers do at an edge is seen in the window.
@ExtendWith(SystemSite.Shared.class)
class ConsoleIT {
    private static final String OPERATOR = "robot";

    private final FxRobot robot = new FxRobot();
    private final Viewer viewer = new Viewer();

    @TempDir private Path settings;

    @Test
    void showsWhatViewersDoAndWhereAnAssetIs(SystemSite system) throws Exception {
        system.createProject("console");
        AssetView asset = system.upload(system.file("film.mp4", 300_000, 41), "console");
        system.awaitVerified(asset.id());
        String password = system.site().password(OPERATOR);
        system.manager()
                .create(new OperatorDraft(OPERATOR, Role.OPERATOR, Optional.of(password), false));
        FxToolkit.registerPrimaryStage();
        ConsoleOptions options = new ConsoleOptions();
        new CommandLine(options)
                .parseArgs("--manager=" + system.site().managerHttp(), "--user=" + OPERATOR);
        Settings memory = Settings.ofUser(Map.of("XDG_CONFIG_HOME", settings.toString()));
        Wiring console =
                onScreen(() -> {
                    Stage stage = new Stage();
                    Wiring made = Wiring.of(stage, options, memory);
                    made.show(Optional.of(password));
                    return made;
                });
        try (console) {
            click("#nav-servers");
            await().atMost(SystemSite.LONG).until(() -> requests() == 0);

            await().atMost(SystemSite.LONG)
                    .until(() -> {
                        viewer.get(system.address("edge-1", asset));
                        return requests() > 0;
                    });
            // Nobody watches any more: the figure falls back by itself.
            await().atMost(SystemSite.LONG).until(() -> requests() == 0);

            click("#nav-assets");
            await().atMost(SystemSite.LONG).until(() -> choose(asset));
            await().atMost(SystemSite.LONG)
                    .until(() -> rows("#replicas-table", ReplicaRow.class).size() == 2);
            assertThat(rows("#replicas-table", ReplicaRow.class))
                    .extracting(ReplicaRow::name, ReplicaRow::state)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("edge-1", ReplicaState.VERIFIED),
                            org.assertj.core.groups.Tuple.tuple("edge-2", ReplicaState.VERIFIED));
        }
    }

    /// Requests per second of the first edge server, as the table shows them; -1 before it does.
    private double requests() {
        return rows("#servers-table", ServerRow.class).stream()
                .filter(row -> row.name().equals("edge-1"))
                .mapToDouble(row -> row.figures().requests())
                .findFirst()
                .orElse(-1);
    }

    private void click(String selector) {
        await().atMost(SystemSite.LONG)
                .until(() -> onScreen(() -> robot.lookup(selector).tryQuery().isPresent()));
        robot.clickOn(selector);
    }

    private boolean choose(AssetView asset) {
        return onScreen(() -> {
            Optional<TableView<Object>> table = robot.lookup("#assets-table").tryQuery();
            if (table.isEmpty()) {
                return false;
            }
            for (Object row : table.get().getItems()) {
                if (((AssetRow) row).id().equals(asset.id())) {
                    table.get().getSelectionModel().select(row);
                    return true;
                }
            }
            return false;
        });
    }

    private <R> List<R> rows(String selector, Class<R> type) {
        return onScreen(() -> {
            Optional<TableView<Object>> table = robot.lookup(selector).tryQuery();
            return table.map(found -> found.getItems().stream().map(type::cast).toList())
                    .orElse(List.of());
        });
    }

    private static <T> T onScreen(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(SystemSite.LONG.toMillis(), work);
    }
}
