package org.vdeli.console.policies;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.control.ComboBox;
import org.vdeli.console.ui.Named;

/// A box to choose one of some values by their names.
final class Choice<V> {
    private final ComboBox<V> box = new ComboBox<>();
    private final Property<V> value;
    private boolean filling;

    Choice(String id, Property<V> value, Function<V, String> name) {
        this.value = value;
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new Named<>(name));
        box.valueProperty()
                .addListener((property, old, now) -> {
                    if (!filling && now != null) {
                        value.setValue(now);
                    }
                });
        value.addListener((property, old, now) -> show());
    }

    ComboBox<V> view() {
        return box;
    }

    /// Offers values; the chosen one is shown even where it is none of them.
    void offer(List<V> values) {
        filling = true;
        try {
            if (!box.getItems().equals(values)) {
                box.getItems().setAll(values);
            }
        } finally {
            filling = false;
        }
        show();
    }

    private void show() {
        filling = true;
        try {
            box.setValue(value.getValue());
        } finally {
            filling = false;
        }
    }
}
