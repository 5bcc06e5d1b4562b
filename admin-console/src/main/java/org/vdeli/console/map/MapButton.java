package org.vdeli.console.map;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// Makes the buttons that float over the map. They do not take the focus: the keys are the map's.
final class MapButton {
    private MapButton() {}

    /// @param label key of the words in the tooltip, which a screen reader reads, too
    static Button of(String id, Ikon icon, String label, Runnable action) {
        Button button = new Button(null, Icons.of(icon));
        button.setId(id);
        button.setFocusTraversable(false);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip(Labels.text(label)));
        button.setAccessibleText(Labels.text(label));
        button.setOnAction(_ -> action.run());
        return button;
    }
}
