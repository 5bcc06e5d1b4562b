package org.vdeli.console.frame;

import java.util.List;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// All keys at a glance.
final class KeysCard {
    private record Group(String name, List<String> keys) {}

    /// In two columns. A key is `keys.<group>.<key>` (its cap) and the same with `.does`.
    private static final List<List<Group>> COLUMNS =
            List.of(
                    List.of(
                            new Group(
                                    "everywhere",
                                    List.of("palette", "help", "screens", "find", "escape", "tab")),
                            new Group(
                                    "policies",
                                    List.of("new", "save", "hours", "paint", "hour", "always"))),
                    List.of(
                            new Group(
                                    "map",
                                    List.of(
                                            "pan", "zoom", "world", "enter", "tools", "undo",
                                            "remove", "snap")),
                            new Group("table", List.of("move", "several")),
                            new Group("queue", List.of("page"))));

    private final StackPane cover = new StackPane();
    private final Button close = new Button(null, Icons.of(MaterialDesignC.CLOSE));

    KeysCard() {
        Label title = new Label(Labels.text("keys.title"));
        title.getStyleClass().add("card-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        close.getStyleClass().addAll("flat", "button-icon");
        close.setAccessibleText(Labels.text("pane.close"));
        close.setId("keys-close");
        close.setOnAction(_ -> cover.setVisible(false));
        HBox head = new HBox(title, gap, close);
        HBox groups = new HBox(40);
        for (List<Group> column : COLUMNS) {
            VBox box = new VBox(20);
            column.forEach(group -> box.getChildren().add(group(group)));
            groups.getChildren().add(box);
        }
        ScrollPane scroll = new ScrollPane(groups);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(560);
        VBox card = new VBox(head, scroll);
        card.setId("keys");
        card.getStyleClass().addAll("login-card", "keys-card");
        card.setMaxSize(860, Region.USE_PREF_SIZE);
        cover.getChildren().add(card);
        cover.getStyleClass().add("cover");
        cover.setVisible(false);
        cover.setOnMousePressed(event -> {
            if (cover.equals(event.getTarget())) {
                cover.setVisible(false);
            }
        });
        cover.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                cover.setVisible(false);
                event.consume();
            }
        });
    }

    Node view() {
        return cover;
    }

    void toggle() {
        cover.setVisible(!cover.isVisible());
        if (cover.isVisible()) {
            Platform.runLater(close::requestFocus);
        }
    }

    private static Node group(Group group) {
        Label name = new Label(Labels.text("keys." + group.name() + ".title"));
        name.getStyleClass().add("column-title");
        GridPane grid = new GridPane(12, 7);
        ColumnConstraints caps = new ColumnConstraints();
        caps.setMinWidth(136);
        grid.getColumnConstraints().add(caps);
        int row = 0;
        for (String key : group.keys()) {
            String label = "keys." + group.name() + "." + key;
            Label cap = new Label(Labels.text(label));
            cap.getStyleClass().add("key-name");
            grid.addRow(row++, cap, new Label(Labels.text(label + ".does")));
        }
        VBox box = new VBox(10, name, grid);
        box.setPrefWidth(368);
        box.setMinWidth(368);
        return box;
    }
}
