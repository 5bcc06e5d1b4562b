package org.vdeli.console.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// The list of screens on the left.
final class NavigationBar {
    private final VBox bar = new VBox();
    private final ToggleGroup group = new ToggleGroup();
    private final Map<String, ToggleButton> buttons = new HashMap<>();
    private final Map<String, Label> badges = new HashMap<>();

    NavigationBar(List<ScreenEntry> entries, Consumer<String> open) {
        bar.getStyleClass().add("navigation");
        for (ScreenEntry entry : entries) {
            ToggleButton button = button(entry);
            button.setOnAction(event -> {
                button.setSelected(true);
                open.accept(entry.id());
            });
            bar.getChildren().add(button);
        }
    }

    Parent view() {
        return bar;
    }

    void select(String id) {
        ToggleButton button = buttons.get(id);
        if (button != null) {
            button.setSelected(true);
        }
    }

    /// Shows how many things wait for the operator on a screen.
    void badge(String id, long count) {
        Label badge = badges.get(id);
        if (badge != null) {
            badge.setVisible(count > 0);
            badge.setText(count > 999 ? "999+" : Formats.count(count));
        }
    }

    private ToggleButton button(ScreenEntry entry) {
        Label badge = new Label();
        badge.getStyleClass().add("badge");
        badge.managedProperty().bind(badge.visibleProperty());
        badge.setVisible(false);
        badge.setMinWidth(Region.USE_PREF_SIZE);
        badges.put(entry.id(), badge);

        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label label = new Label(Labels.text("nav." + entry.id()));
        HBox content = new HBox(Icons.of(entry.icon(), "nav-icon"), label, gap, badge);
        content.getStyleClass().add("nav-content");
        content.setAlignment(Pos.CENTER_LEFT);

        ToggleButton button = new ToggleButton();
        button.setId("nav-" + entry.id());
        button.setGraphic(content);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setToggleGroup(group);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(label.getText());
        button.setTooltip(
                new Tooltip(Labels.text("nav.key", label.getText(), bar.getChildren().size() + 1)));
        button.getStyleClass().add("nav-item");
        content.prefWidthProperty().bind(button.widthProperty().subtract(24));
        buttons.put(entry.id(), button);
        return button;
    }
}
