package org.vdeli.console.map;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;

/// What is not saved, in a bar over the map while there is any.
final class DraftBar {
    private final MapModel model;
    private final Label count = new Label();
    private final StackPane layer;

    DraftBar(MapModel model, ReviewCard review) {
        this.model = model;
        count.setId("draft-count");
        count.getStyleClass().add("draft-count");
        Button undo = MapButton.of("draft-undo", MaterialDesignU.UNDO, "map.undo", model::undo);
        undo.disableProperty().bind(model.history().canUndoProperty().not());
        Button redo = MapButton.of("draft-redo", MaterialDesignR.REDO, "map.redo", model::redo);
        redo.disableProperty().bind(model.history().canRedoProperty().not());
        Button discard = new Button(Labels.text("map.discard"));
        discard.setId("draft-discard");
        discard.getStyleClass().add(Styles.FLAT);
        discard.setOnAction(_ -> model.discard());
        Button save = new Button(Labels.text("map.review"));
        save.setId("draft-review");
        save.getStyleClass().add(Styles.ACCENT);
        save.setOnAction(_ -> review.open());
        HBox bar = new HBox(8, count, undo, redo, discard, save);
        bar.setId("draft-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().addAll("map-card", "draft-bar");
        bar.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        layer = new StackPane(bar);
        layer.setPickOnBounds(false);
        layer.getStyleClass().add("draft-layer");
        StackPane.setAlignment(bar, Pos.TOP_CENTER);
        model.history().draftProperty().addListener((property, old, now) -> show());
        model.history().canRedoProperty().addListener((property, old, now) -> show());
        show();
    }

    Node view() {
        return layer;
    }

    private void show() {
        boolean empty = model.history().draft().isEmpty();
        layer.setVisible(!empty || model.history().canRedoProperty().get());
        int changes = empty ? 0 : model.preview().size();
        count.setText(Labels.text("map.draft", Formats.count(changes), changes));
    }
}
