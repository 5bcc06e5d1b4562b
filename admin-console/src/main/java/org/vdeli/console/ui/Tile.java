package org.vdeli.console.ui;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A number that matters, with its unit, and a note or a line of its recent past.
public final class Tile {
    private final Label number = new Label();
    private final Label unit = new Label();
    private final Label note = new Label();
    private final StripChart chart = StripChart.sparkline();
    private final VBox root;

    private Tile(String title, boolean charted) {
        Label head = new Label(title);
        head.getStyleClass().add("tile-title");
        head.setMinWidth(Region.USE_PREF_SIZE);
        number.getStyleClass().add("tile-number");
        unit.getStyleClass().add("tile-unit");
        note.getStyleClass().add("tile-note");
        HBox figure = new HBox(6, number, unit);
        figure.setAlignment(Pos.BASELINE_LEFT);
        figure.setMinWidth(Region.USE_PREF_SIZE);
        VBox left = new VBox(2, head, figure);
        HBox line = new HBox(16, left);
        if (charted) {
            HBox.setHgrow(chart, Priority.ALWAYS);
            line.getChildren().add(chart);
        } else {
            left.getChildren().add(note);
        }
        root = new VBox(line);
        root.getStyleClass().add("tile");
        root.setPrefWidth(charted ? 300 : 180);
    }

    public static Tile plain(String title) {
        return new Tile(title, false);
    }

    public static Tile charted(String title) {
        return new Tile(title, true);
    }

    public Parent view() {
        return root;
    }

    public StripChart chart() {
        return chart;
    }

    public void show(String numberText, String unitText) {
        number.setText(numberText);
        unit.setText(unitText);
    }

    /// As [#show(String, String)], with a note below.
    ///
    /// @param noteText a line below
    /// @param alarming whether the note is bad news
    public void show(String numberText, String unitText, String noteText, boolean alarming) {
        show(numberText, unitText);
        note.setText(noteText);
        note.getStyleClass().remove("bad");
        if (alarming) {
            note.getStyleClass().add("bad");
        }
    }
}
