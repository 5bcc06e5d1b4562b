package org.vdeli.console.policies;

import atlantafx.base.theme.Styles;
import java.time.ZoneId;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.policies.PoliciesModel.Subject;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;

/// The editor: its fields, beside them what saving would do, above them the buttons.
final class PolicyPane {
    private static final KeyCombination SAVE =
            new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN);

    private final PoliciesModel model;
    private final Label title = new Label();
    private final Label error = new Label();
    private final Button save = new Button(Labels.text("policies.save"));
    private final Button revert = new Button(Labels.text("policies.revert"));
    private final Button delete = new Button(Labels.text("policies.delete"));
    private final VBox deletionEffect = new VBox(6);
    private final StackPane cover = new StackPane();
    private final VBox root = new VBox();
    // a question for each key would be more than the manager need answer
    private final PauseTransition rest = new PauseTransition(Duration.millis(350));

    PolicyPane(PoliciesModel model) {
        this.model = model;
        PolicyFields fields = new PolicyFields(model);
        EffectPane effect = new EffectPane(model);
        HBox columns = new HBox(28, fields.where(), fields.how(), effect.view());
        columns.getStyleClass().add("policy-columns");
        for (Node column : List.of(fields.where(), fields.how(), effect.view())) {
            HBox.setHgrow(column, Priority.ALWAYS);
        }
        ScrollPane scroll = new ScrollPane(columns);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(head(), error, scroll);
        root.getStyleClass().addAll("lower-pane", "policy-pane");
        root.setId("policy-pane");
        error.setId("policy-error");
        error.getStyleClass().add("login-error");
        error.setWrapText(true);
        error.managedProperty().bind(error.visibleProperty());
        for (Node column : List.of(fields.where(), fields.how())) {
            // a viewer reads what an operator could change
            model.allowedProperty().addListener((property, old, now) -> column.setDisable(!now));
            column.setDisable(!model.allowedProperty().get());
        }
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        rest.setOnFinished(_ -> model.preview());
        deletionCard();
        model.subjectProperty().addListener((property, old, now) -> show());
        model.changesProperty()
                .addListener((property, old, now) -> {
                    rest.playFromStart();
                    show();
                });
        model.form()
                .draftProperty()
                .addListener((property, old, now) -> {
                    rest.playFromStart();
                    show();
                });
        model.errorProperty().addListener((property, old, now) -> show());
        model.allowedProperty().addListener((property, old, now) -> show());
        model.busyProperty().addListener((property, old, now) -> show());
        model.effectProperty().addListener((property, old, now) -> showDeletion(now));
        show();
    }

    Node view() {
        return root;
    }

    /// Covers the screen while a deletion is being asked about.
    Node deletion() {
        return cover;
    }

    private Node head() {
        title.setId("policy-title");
        title.getStyleClass().add("pane-title");
        title.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        save.setId("policy-save");
        save.getStyleClass().add(Styles.ACCENT);
        save.setTooltip(new Tooltip(Labels.text("policies.save.tip")));
        save.setOnAction(_ -> model.save());
        revert.setId("policy-revert");
        revert.setOnAction(_ -> model.revert());
        delete.setId("policy-delete");
        delete.getStyleClass().addAll(Styles.FLAT, Styles.DANGER);
        delete.setOnAction(_ -> askDeletion());
        Button close = new Button(null, Icons.of(MaterialDesignC.CLOSE));
        close.getStyleClass().addAll("flat", "button-icon");
        close.setTooltip(new Tooltip(Labels.text("pane.close")));
        close.setOnAction(_ -> model.close());
        for (Button button : List.of(save, revert, delete)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.managedProperty().bind(button.visibleProperty());
        }
        HBox head = new HBox(8, title, gap, delete, revert, save, close);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void show() {
        Subject subject = model.subjectProperty().get();
        boolean may = model.allowedProperty().get();
        boolean changed = !model.changesProperty().get().isEmpty();
        boolean sound = model.form().draftProperty().get().isPresent();
        switch (subject) {
            case Subject.Nothing() -> cover.setVisible(false);
            case Subject.Fresh() -> title.setText(Labels.text("policies.title.new"));
            case Subject.Stored(PolicyView stored) -> title.setText(titleOf(stored));
        }
        save.setVisible(may);
        save.setDisable(!changed || !sound || model.busyProperty().get());
        revert.setVisible(may);
        revert.setDisable(model.busyProperty().get() || (sound && !changed));
        delete.setVisible(may && subject instanceof Subject.Stored);
        delete.setDisable(model.busyProperty().get());
        error.setVisible(model.errorProperty().get().isPresent());
        error.setText(model.errorProperty().get().map(Message::text).orElse(""));
    }

    private String titleOf(PolicyView stored) {
        return model.rows().shown().stream()
                .filter(row -> row.id().equals(stored.id()))
                .map(row ->
                        Labels.text(
                                "policies.title",
                                row.project(),
                                row.region().isEmpty()
                                        ? Labels.text("policies.every-region")
                                        : row.region()))
                .findFirst()
                .orElseGet(() -> stored.id().toString());
    }

    private void key(KeyEvent event) {
        if (SAVE.match(event)) {
            if (!save.isDisabled() && save.isVisible()) {
                model.save();
            }
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            model.revert();
            event.consume();
        }
    }

    // --- deleting -----------------------------------------------------------------------------

    private void deletionCard() {
        Label head = new Label(Labels.text("policies.delete.title"));
        head.getStyleClass().add("card-title");
        deletionEffect.setId("policy-deletion");
        Button back = new Button(Labels.text("map.back"));
        back.setId("policy-delete-back");
        back.setOnAction(_ -> stay());
        Button confirm = new Button(Labels.text("policies.delete"));
        confirm.setId("policy-delete-confirm");
        confirm.getStyleClass().add(Styles.DANGER);
        confirm.disableProperty().bind(model.busyProperty());
        confirm.setOnAction(_ -> model.delete());
        HBox buttons = new HBox(back, confirm);
        buttons.getStyleClass().add("card-buttons");
        Label problem = new Label();
        problem.getStyleClass().add("login-error");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.visibleProperty());
        model.errorProperty()
                .addListener((property, old, now) -> {
                    problem.setVisible(now.isPresent());
                    problem.setText(now.map(Message::text).orElse(""));
                });
        problem.setVisible(false);
        VBox card = new VBox(head, deletionEffect, problem, buttons);
        card.getStyleClass().addAll("login-card", "review-card");
        card.setMaxSize(560, Region.USE_PREF_SIZE);
        cover.getChildren().add(card);
        cover.getStyleClass().add("cover");
        cover.setVisible(false);
        cover.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stay();
                event.consume();
            }
        });
    }

    private void askDeletion() {
        cover.setVisible(true);
        model.previewDeletion();
        Platform.runLater(() -> cover.lookup("#policy-delete-back").requestFocus());
    }

    private void stay() {
        cover.setVisible(false);
        model.preview();
    }

    private void showDeletion(Effect effect) {
        if (!cover.isVisible()) {
            return;
        }
        deletionEffect
                .getChildren()
                .setAll(
                        switch (effect) {
                            case Effect.Known(PolicyPreviewView view) ->
                                    EffectPane.known(view, ZoneId.systemDefault());
                            case Effect.Failed(Message why) -> List.of(new Label(why.text()));
                            case Effect.Asking(), Effect.None() ->
                                    List.of(new Label(Labels.text("policies.effect.asking")));
                        });
    }
}
