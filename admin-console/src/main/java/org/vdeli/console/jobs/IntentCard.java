package org.vdeli.console.jobs;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionView;

/// Names what an action would do, and to how many jobs, before it is done.
final class IntentCard {
    private final JobsModel model;
    private final Label title = new Label();
    private final VBox lines = new VBox(8);
    private final Button confirm = new Button();
    private final StackPane cover = new StackPane();

    IntentCard(JobsModel model) {
        this.model = model;
        title.setId("jobs-intent");
        title.getStyleClass().add("card-title");
        title.setWrapText(true);
        Button back = new Button(Labels.text("map.back"));
        back.setId("jobs-intent-back");
        back.setOnAction(_ -> model.forget());
        confirm.setId("jobs-intent-confirm");
        confirm.setOnAction(_ -> model.confirm());
        HBox buttons = new HBox(back, confirm);
        buttons.getStyleClass().add("card-buttons");
        VBox card = new VBox(title, lines, buttons);
        card.getStyleClass().addAll("login-card", "review-card");
        card.setMaxSize(480, Region.USE_PREF_SIZE);
        cover.getChildren().add(card);
        cover.getStyleClass().add("cover");
        cover.setVisible(false);
        cover.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                model.forget();
                event.consume();
            }
        });
        model.intentProperty().addListener((property, old, now) -> show(now));
        model.busyProperty()
                .addListener((property, old, now) -> show(model.intentProperty().get()));
    }

    Node view() {
        return cover;
    }

    private void show(Optional<Intent> intent) {
        boolean opens = intent.isPresent() && !cover.isVisible();
        cover.setVisible(intent.isPresent());
        if (intent.isEmpty()) {
            return;
        }
        JobAction action = intent.get().draft().action();
        Optional<JobActionView> count = intent.get().count();
        lines.getChildren().clear();
        if (count.isEmpty()) {
            title.setText(Labels.text("jobs.intent.counting"));
        } else {
            count(action, intent.get(), count.get());
        }
        confirm.setText(Labels.of("jobs.action", action));
        confirm.getStyleClass().removeAll(Styles.ACCENT, Styles.DANGER);
        confirm.getStyleClass().add(action == JobAction.CANCEL ? Styles.DANGER : Styles.ACCENT);
        confirm.setDisable(
                model.busyProperty().get() || count.map(JobActionView::changed).orElse(0L) == 0);
        if (opens) {
            Platform.runLater(() -> cover.lookup("#jobs-intent-back").requestFocus());
        }
    }

    private void count(JobAction action, Intent intent, JobActionView count) {
        title.setText(
                Labels.text(
                        "jobs.intent." + action.name(),
                        Formats.count(count.changed()),
                        count.changed(),
                        intent.draft().priority().map(String::valueOf).orElse("")));
        for (JobActionView.StateCount each : count.states()) {
            StateGlyph glyph = StateGlyph.of(each.state());
            Label line =
                    new Label(
                            Labels.text(
                                    each.allowed() ? "jobs.intent.yes" : "jobs.intent.no",
                                    Formats.count(each.jobs()),
                                    Labels.of("job", each.state())),
                            Icons.of(glyph.icon(), "small", glyph.styleClass()));
            line.getStyleClass().add("review-line");
            lines.getChildren().add(line);
        }
        if (count.changed() < count.selected()) {
            Label rest =
                    new Label(
                            Labels.text(
                                    "jobs.intent.rest",
                                    Formats.count(count.selected() - count.changed())));
            rest.getStyleClass().add("muted-text");
            rest.setWrapText(true);
            lines.getChildren().add(rest);
        }
    }
}
