package org.vdeli.console.map;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// Buttons in a row, of which exactly one is pressed: the value of a property.
final class Segments<V extends Enum<V>> {
    private final HBox row = new HBox();
    private final ObjectProperty<V> value;
    private final String idPrefix;

    Segments(ObjectProperty<V> value, String idPrefix) {
        this.value = value;
        this.idPrefix = idPrefix;
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("segments");
    }

    HBox view() {
        return row;
    }

    /// Adds a button. Its tooltip is the label's key with `.tip`.
    void add(V of, Ikon icon, String label) {
        ToggleButton button = new ToggleButton(Labels.text(label), Icons.of(icon, "small"));
        button.setId(idPrefix + of.name().toLowerCase(Locale.ROOT));
        button.setFocusTraversable(false);
        button.setTooltip(new Tooltip(Labels.text(label + ".tip")));
        button.setOnAction(_ -> {
            value.set(of);
            button.setSelected(true);
        });
        button.setSelected(value.get() == of);
        value.addListener((property, old, now) -> button.setSelected(now == of));
        button.getStyleClass().add(Styles.CENTER_PILL);
        row.getChildren().add(button);
        for (int i = 0; i < row.getChildren().size(); i++) {
            var classes = row.getChildren().get(i).getStyleClass();
            classes.removeAll(Styles.LEFT_PILL, Styles.CENTER_PILL, Styles.RIGHT_PILL);
            classes.add(
                    i == 0
                            ? Styles.LEFT_PILL
                            : i == row.getChildren().size() - 1
                                    ? Styles.RIGHT_PILL
                                    : Styles.CENTER_PILL);
        }
    }
}
