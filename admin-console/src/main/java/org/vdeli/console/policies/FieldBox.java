package org.vdeli.console.policies;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;

/// One field of the form: its name above; below, what is wrong with it, or why it is locked.
final class FieldBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Node control;
    private final Label note = new Label();
    private final Label error = new Label();
    private final VBox box;

    FieldBox(String label, Node control) {
        this.control = control;
        Label name = new Label(Labels.text(label));
        name.getStyleClass().add("field-label");
        name.setLabelFor(control);
        note.getStyleClass().add("field-note");
        note.setWrapText(true);
        note.managedProperty().bind(note.visibleProperty());
        note.setVisible(false);
        error.getStyleClass().add("field-error");
        error.setWrapText(true);
        error.managedProperty().bind(error.visibleProperty());
        error.setVisible(false);
        box = new VBox(4, name, control, note, error);
        box.getStyleClass().add("field-box");
        box.managedProperty().bind(box.visibleProperty());
    }

    VBox view() {
        return box;
    }

    void fault(Optional<Message> message) {
        control.pseudoClassStateChanged(WRONG, message.isPresent());
        error.setVisible(message.isPresent());
        error.setText(message.map(Message::text).orElse(""));
    }

    /// @param why why the field cannot be changed; empty when it can
    void locked(Optional<String> why) {
        note.setVisible(why.isPresent());
        note.setText(why.orElse(""));
        note.setGraphic(why.isPresent() ? Icons.of(MaterialDesignL.LOCK_OUTLINE, "glyph") : null);
    }

    /// Explains the field.
    void hint(String text) {
        note.setVisible(!text.isEmpty());
        note.setText(text);
        note.setGraphic(null);
    }
}
