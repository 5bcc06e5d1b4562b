package org.vdeli.console.ui;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

/// What stands where nothing is to be shown: what is missing, and how it would come.
public final class EmptyNote {
    private EmptyNote() {}

    public static Node of(Ikon icon, String title, String hint) {
        Label head = new Label(title);
        head.getStyleClass().add("empty-title");
        Label text = new Label(hint);
        text.getStyleClass().add("empty-hint");
        text.setWrapText(true);
        text.setMaxWidth(420);
        text.setAlignment(Pos.CENTER);
        VBox note = new VBox(8, Icons.of(icon, "empty-icon"), head, text);
        note.setAlignment(Pos.CENTER);
        note.getStyleClass().add("empty-note");
        return note;
    }
}
