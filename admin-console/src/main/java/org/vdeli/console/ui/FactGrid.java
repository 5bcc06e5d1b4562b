package org.vdeli.console.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// Names and values in two columns. Filled anew each second without making nodes anew: between
/// [#begin] and [#end] each [#put] takes the next line.
public final class FactGrid {
    private final GridPane grid = new GridPane();
    private final List<Label> names = new ArrayList<>();
    private final List<Label> values = new ArrayList<>();
    private int next;

    public FactGrid() {
        grid.getStyleClass().add("facts");
        ColumnConstraints left = new ColumnConstraints();
        left.setMinWidth(104);
        ColumnConstraints right = new ColumnConstraints();
        right.setHgrow(Priority.ALWAYS);
        right.setMinWidth(0);
        grid.getColumnConstraints().addAll(left, right);
    }

    public Parent view() {
        return grid;
    }

    public void begin() {
        next = 0;
    }

    public void put(String name, String value) {
        if (next == names.size()) {
            addLine();
        }
        names.get(next).setText(name);
        Label label = values.get(next);
        if (!value.equals(label.getText())) {
            label.setText(value);
            @Nullable Tooltip tooltip = value.length() > 24 ? new Tooltip(value) : null;
            label.setTooltip(tooltip);
        }
        next++;
    }

    public void end() {
        for (int i = 0; i < names.size(); i++) {
            boolean used = i < next;
            names.get(i).setVisible(used);
            names.get(i).setManaged(used);
            values.get(i).setVisible(used);
            values.get(i).setManaged(used);
        }
    }

    private void addLine() {
        Label name = new Label();
        name.getStyleClass().add("fact-name");
        Label value = new Label();
        value.getStyleClass().add("fact-value");
        GridPane.setValignment(name, VPos.TOP);
        grid.addRow(names.size(), name, value);
        names.add(name);
        values.add(value);
    }
}
