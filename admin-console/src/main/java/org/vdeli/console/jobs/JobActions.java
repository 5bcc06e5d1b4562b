package org.vdeli.console.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;
import org.vdeli.contracts.api.JobAction;

/// What may be done with the chosen jobs; there only for who may.
final class JobActions {
    private static final int LAST_PRIORITY = 9;

    private final JobsModel model;
    private final Label count = new Label();
    private final HBox root = new HBox(8);

    JobActions(JobsModel model) {
        this.model = model;
        count.setId("jobs-chosen");
        count.getStyleClass().add("muted-text");
        MenuButton priority =
                new MenuButton(
                        Labels.text("jobs.action.REPRIORITISE"),
                        Icons.of(MaterialDesignF.FORMAT_LIST_NUMBERED, "small"));
        priority.setId("jobs-reprioritise");
        for (int each = 0; each <= LAST_PRIORITY; each++) {
            int value = each;
            MenuItem item =
                    new MenuItem(
                            Labels.text(
                                    value == 0
                                            ? "jobs.priority.first"
                                            : value == LAST_PRIORITY
                                                    ? "jobs.priority.last"
                                                    : "jobs.priority.value",
                                    String.valueOf(value)));
            item.setId("jobs-priority-" + value);
            item.setOnAction(_ -> model.intend(JobAction.REPRIORITISE, Optional.of(value)));
            priority.getItems().add(item);
        }
        List<Node> parts = new ArrayList<>();
        parts.add(count);
        parts.add(button(JobAction.RETRY, MaterialDesignR.REFRESH));
        parts.add(button(JobAction.PAUSE, MaterialDesignP.PAUSE));
        parts.add(button(JobAction.RESUME, MaterialDesignP.PLAY));
        parts.add(priority);
        parts.add(button(JobAction.CANCEL, MaterialDesignC.CANCEL));
        root.getChildren().addAll(parts);
        root.setAlignment(Pos.CENTER_LEFT);
        root.managedProperty().bind(root.visibleProperty());
        model.chosenProperty().addListener((property, old, now) -> show());
        model.allowedProperty().addListener((property, old, now) -> show());
        root.disableProperty().bind(model.busyProperty());
        show();
    }

    Node view() {
        return root;
    }

    private void show() {
        int chosen = model.chosenProperty().get().size();
        root.setVisible(chosen > 0 && model.allowedProperty().get());
        count.setText(Labels.text("jobs.chosen", Formats.count(chosen), chosen));
    }

    private Button button(JobAction action, Ikon icon) {
        Button button = new Button(Labels.of("jobs.action", action), Icons.of(icon, "small"));
        button.setId("jobs-" + action.name().toLowerCase(java.util.Locale.ROOT));
        button.setOnAction(_ -> model.intend(action, Optional.empty()));
        return button;
    }
}
