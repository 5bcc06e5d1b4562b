package org.vdeli.console;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Dimension2D;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import picocli.CommandLine;

/// Works the real console with a robot's hands. The one place that knows TestFX, which nobody
/// maintains any more.
abstract class ConsoleRobot {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private final FxRobot robot = new FxRobot();
    private @Nullable Wiring console;
    private @Nullable Stage stage;

    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @AfterEach
    void closeConsole() throws TimeoutException {
        onScreen(() -> {
            if (stage != null) {
                stage.hide();
            }
            return true;
        });
        if (console != null) {
            console.close();
        }
    }

    /// Opens the console at its login.
    final void open(String... args) {
        ConsoleOptions options = new ConsoleOptions();
        new CommandLine(options).parseArgs(args);
        Settings settings = new Settings(folder.resolve("console.properties"));
        onScreen(() -> {
            Stage made = new Stage();
            Wiring wiring = Wiring.of(made, options, settings);
            stage = made;
            console = wiring;
            wiring.show(Optional.empty());
            made.setX(0);
            made.setY(0);
            return true;
        });
    }

    final void click(String selector) {
        await(selector + " to be seen", () -> isSeen(selector));
        robot.clickOn(selector);
    }

    /// Replaces what stands in a field.
    final void type(String selector, String text) {
        await(selector + " to be seen", () -> isSeen(selector));
        onScreen(() -> {
            TextInputControl field = robot.lookup(selector).queryTextInputControl();
            field.requestFocus();
            field.setText(text);
            return true;
        });
    }

    /// Presses keys together.
    final void press(javafx.scene.input.KeyCode... keys) {
        robot.push(keys);
    }

    /// Clicks a point of a node, in its own pixels.
    final void clickAt(String selector, double x, double y) {
        await(selector + " to be seen", () -> isSeen(selector));
        robot.clickOn(pointIn(selector, x, y));
    }

    /// Drags over a node, along points in its own pixels.
    final void drag(String selector, double[]... points) {
        await(selector + " to be seen", () -> isSeen(selector));
        robot.moveTo(pointIn(selector, points[0][0], points[0][1])).press(MouseButton.PRIMARY);
        for (double[] point : points) {
            robot.moveTo(pointIn(selector, point[0], point[1]));
        }
        robot.release(MouseButton.PRIMARY);
    }

    final Dimension2D sizeOf(String selector) {
        await(selector + " to be seen", () -> isSeen(selector));
        return onScreen(() -> {
            var bounds = robot.lookup(selector).query().getLayoutBounds();
            return new Dimension2D(bounds.getWidth(), bounds.getHeight());
        });
    }

    private Point2D pointIn(String selector, double x, double y) {
        return onScreen(() -> robot.lookup(selector).query().localToScreen(x, y));
    }

    final boolean isSeen(String selector) {
        return onScreen(
                () -> robot.lookup(selector).queryAll().stream().anyMatch(ConsoleRobot::isShown));
    }

    final String textOf(String selector) {
        return onScreen(() ->
                robot.lookup(selector).queryAllAs(Node.class).stream()
                        .filter(ConsoleRobot::isShown)
                        .map(ConsoleRobot::text)
                        .findFirst()
                        .orElse(""));
    }

    /// All texts within a node, one a line.
    final String textIn(String selector) {
        return onScreen(() ->
                robot.lookup(selector).queryAllAs(Node.class).stream()
                        .filter(ConsoleRobot::isShown)
                        .flatMap(node -> robot.from(node).lookup(".label").queryAll().stream())
                        .filter(ConsoleRobot::isShown)
                        .map(ConsoleRobot::text)
                        .collect(Collectors.joining("\n")));
    }

    final boolean isDisabled(String selector) {
        return onScreen(() -> robot.lookup(selector).query().isDisabled());
    }

    /// What a list shows.
    final List<Object> items(String selector) {
        return onScreen(() -> List.copyOf(robot.lookup(selector).queryListView().getItems()));
    }

    /// Chooses a value in a box.
    final <V> void select(String selector, V value) {
        await(selector + " to be seen", () -> isSeen(selector));
        onScreen(() -> {
            ComboBox<V> box = robot.lookup(selector).queryComboBox();
            box.setValue(value);
            return true;
        });
    }

    /// The rows that a table shows.
    final <R> List<R> rows(String selector, Class<R> type) {
        return onScreen(() ->
                robot.lookup(selector).queryAllAs(TableView.class).stream()
                        .findFirst()
                        .map(table ->
                                ((List<?>) table.getItems()).stream().map(type::cast).toList())
                        .orElse(List.of()));
    }

    /// Chooses the first row of a table that fits.
    final <R> void choose(String selector, Class<R> type, Predicate<R> wanted) {
        await("a row of " + selector, () -> rows(selector, type).stream().anyMatch(wanted));
        onScreen(() -> {
            TableView<?> table = robot.lookup(selector).queryTableView();
            int index = 0;
            while (!wanted.test(type.cast(table.getItems().get(index)))) {
                index++;
            }
            table.requestFocus();
            table.getSelectionModel().clearAndSelect(index);
            return true;
        });
    }

    /// The row that a table has chosen.
    final <R> Optional<R> chosen(String selector, Class<R> type) {
        return onScreen(() ->
                Optional.ofNullable(
                        type.cast(
                                robot.lookup(selector)
                                        .queryTableView()
                                        .getSelectionModel()
                                        .getSelectedItem())));
    }

    /// Sorts a table by a column, smallest first.
    final void sort(String selector, String head) {
        onScreen(() -> {
            sortBy(robot.lookup(selector).queryTableView(), head);
            return true;
        });
    }

    private static <R> void sortBy(TableView<R> table, String head) {
        table.getSortOrder()
                .setAll(
                        table.getColumns().stream()
                                .filter(column -> column.getText().equals(head))
                                .toList());
    }

    /// The text that was copied last.
    final String clipboard() {
        return onScreen(() -> Clipboard.getSystemClipboard().getString());
    }

    static void await(String what, Callable<Boolean> condition) {
        org.awaitility.Awaitility.await(what).atMost(PATIENCE).until(condition);
    }

    /// Whether each node of a kind lies within the one of the other kind that holds it. No node at
    /// all is none that does.
    final boolean holds(String outer, String inner) {
        return onScreen(() -> {
            var nodes = robot.lookup(inner).queryAllAs(Node.class);
            return !nodes.isEmpty() && nodes.stream().allMatch(node -> isWithin(node, outer));
        });
    }

    private static boolean isWithin(Node node, String outer) {
        String style = outer.substring(1);
        Node holder = node;
        while (!holder.getStyleClass().contains(style)) {
            holder = holder.getParent();
            if (holder == null) {
                return false;
            }
        }
        return holder.localToScene(holder.getLayoutBounds())
                .contains(node.localToScene(node.getLayoutBounds()));
    }

    /// Writes what the window shows to `target/screens/NAME.png`.
    final void screenshot(String name) {
        onScreen(() -> {
            if (stage == null) {
                throw new IllegalStateException("open the console first");
            }
            Scene scene = stage.getScene();
            WritableImage image = scene.snapshot(null);
            Path file = Path.of("target", "screens", name + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
            return true;
        });
    }

    private static <T> T onScreen(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), work);
    }

    private static boolean isShown(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    private static String text(Node node) {
        return switch (node) {
            case Labeled labeled -> String.valueOf(labeled.getText());
            case TextInputControl field -> field.getText();
            default -> "";
        };
    }
}
