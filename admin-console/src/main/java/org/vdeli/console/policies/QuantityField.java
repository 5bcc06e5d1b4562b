package org.vdeli.console.policies;

import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A number with its unit beside it; together they are one text such as `1.5 Mbit/s`.
final class QuantityField extends HBox {
    private final TextField number = new TextField();
    private final ComboBox<String> unit = new ComboBox<>();
    private final StringProperty text;
    private boolean filling;

    /// @param units the middle one is the usual one
    /// @param none what stands there when no number is given
    QuantityField(String id, List<String> units, StringProperty text, String none) {
        super(6);
        this.text = text;
        setId(id);
        number.setId(id + "-number");
        number.setPromptText(none);
        number.setPrefColumnCount(7);
        HBox.setHgrow(number, Priority.ALWAYS);
        unit.setId(id + "-unit");
        unit.getItems().setAll(units);
        unit.setValue(units.get(1));
        unit.setMinWidth(92);
        getStyleClass().add("quantity-field");
        getChildren().addAll(number, unit);
        number.textProperty().addListener((property, old, now) -> write());
        unit.valueProperty().addListener((property, old, now) -> write());
        text.addListener((property, old, now) -> read(now));
        read(text.get());
    }

    private String joined() {
        String typed = number.getText().strip();
        return typed.isEmpty() ? "" : typed + " " + unit.getValue();
    }

    private void write() {
        if (!filling) {
            text.set(joined());
        }
    }

    private void read(String whole) {
        if (whole.equals(joined())) {
            return;
        }
        filling = true;
        try {
            int space = whole.indexOf(' ');
            number.setText(space < 0 ? whole : whole.substring(0, space));
            if (space >= 0) {
                unit.setValue(whole.substring(space + 1));
            }
        } finally {
            filling = false;
        }
    }
}
