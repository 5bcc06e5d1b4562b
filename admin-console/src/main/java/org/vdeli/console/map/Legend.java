package org.vdeli.console.map;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// What the colours of the overlay mean.
final class Legend {
    private final HBox row = new HBox(14);

    Legend() {
        row.setAlignment(Pos.CENTER_RIGHT);
        row.getStyleClass().addAll("map-card", "legend");
        row.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    }

    Parent view() {
        return row;
    }

    void show(Overlay overlay) {
        row.getChildren().clear();
        switch (overlay) {
            case STATE -> {
                add(MaterialDesignC.CIRCLE, "good", "server.ONLINE");
                add(MaterialDesignC.CIRCLE_OUTLINE, "info", "server.JOINING");
                add(MaterialDesignC.CIRCLE_OUTLINE, "warn", "server.DRAINING");
                add(MaterialDesignC.CIRCLE_OUTLINE, "muted", "server.MAINTENANCE");
                add(MaterialDesignC.CLOSE, "bad", "server.SILENT");
            }
            case TRAFFIC -> add(MaterialDesignC.CIRCLE, "info", "map.legend.traffic");
            case ALARMS -> {
                add(MaterialDesignC.CIRCLE, "bad", "severity.CRITICAL");
                add(MaterialDesignC.CIRCLE, "warn", "severity.WARNING");
                add(MaterialDesignC.CIRCLE_OUTLINE, "muted", "map.legend.quiet");
            }
            case FILL -> {
                add(MaterialDesignC.CIRCLE, "good", "replica.VERIFIED");
                add(MaterialDesignC.CIRCLE_SLICE_4, "info", "replica.FILLING");
                add(MaterialDesignC.CIRCLE_OUTLINE, "muted", "replica.MISSING");
                add(MaterialDesignC.CLOSE, "bad", "replica.FAILED");
            }
        }
    }

    private void add(Ikon icon, String colour, String label) {
        Label text = new Label(Labels.text(label), Icons.of(icon, "glyph", colour));
        row.getChildren().add(text);
    }
}
