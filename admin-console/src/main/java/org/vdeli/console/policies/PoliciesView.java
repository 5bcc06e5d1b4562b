package org.vdeli.console.policies;

import atlantafx.base.theme.Styles;
import java.util.Comparator;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
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
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.vdeli.console.policies.PoliciesModel.Subject;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.contracts.id.PolicyId;

/// The policies above, the one in the editor below.
final class PoliciesView {
    private static final KeyCombination NEW =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN);

    private final PoliciesModel model;
    private final StackPane root = new StackPane();

    PoliciesView(PoliciesModel model) {
        this.model = model;
        TableView<PolicyRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox upper = new VBox(table, foot());
        upper.getStyleClass().add("screen");
        PolicyPane pane = new PolicyPane(model);
        SplitPane split = new SplitPane(upper);
        split.setOrientation(Orientation.VERTICAL);
        root.getChildren().addAll(split, pane.deletion());
        model.subjectProperty()
                .addListener((property, old, now) -> {
                    if (now instanceof Subject.Nothing) {
                        split.getItems().setAll(upper);
                    } else if (split.getItems().size() == 1) {
                        split.getItems().add(pane.view());
                        split.setDividerPositions(0.24);
                    }
                });
        root.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (NEW.match(event) && model.allowedProperty().get()) {
                        model.create();
                        event.consume();
                    }
                });
    }

    Parent view() {
        return root;
    }

    private Node foot() {
        Label count = new Label();
        count.setId("policies-count");
        count.getStyleClass().add("table-note");
        count.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        Labels.text(
                                                "policies.number",
                                                Formats.count(model.rows().shown().size()),
                                                model.rows().shown().size()),
                                model.rows().shown()));
        Label error = new Label();
        error.setId("policies-list-error");
        error.getStyleClass().add("login-error");
        model.listErrorProperty()
                .addListener(
                        (property, old, now) -> error.setText(now.map(Message::text).orElse("")));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button make =
                new Button(
                        Labels.text("policies.new"), Icons.of(MaterialDesignP.PLUS, "on-accent"));
        make.setId("policy-new");
        make.getStyleClass().add(Styles.ACCENT);
        make.setTooltip(new Tooltip(Labels.text("policies.new.tip")));
        make.setOnAction(_ -> model.create());
        make.visibleProperty().bind(model.allowedProperty());
        make.managedProperty().bind(make.visibleProperty());
        HBox foot = new HBox(12, count, error, gap, make);
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    private TableView<PolicyRow> table() {
        LiveTable<PolicyRow, PolicyId> table =
                new LiveTable<PolicyRow, PolicyId>(model.rows(), row -> !row.effective())
                        .text(
                                Labels.text("policies.project"),
                                140,
                                PolicyRow::project,
                                Comparator.comparing(PolicyRow::project))
                        .text(
                                Labels.text("policies.region"),
                                130,
                                PoliciesView::region,
                                Comparator.comparing(PolicyRow::region))
                        .figure(
                                Labels.text("policies.order"),
                                64,
                                row -> Formats.count(row.view().order()),
                                Comparator.comparing(row -> row.view().order()))
                        .text(
                                Labels.text("policies.standing"),
                                200,
                                row -> row.standing().text(),
                                PolicyRow.BY_PRECEDENCE)
                        .text(
                                Labels.text("policies.copies"),
                                118,
                                row ->
                                        PolicyChanges.copies(
                                                row.view().spread(), row.view().count()),
                                Comparator.comparing(row -> row.view().spread()))
                        .text(
                                Labels.text("policies.method"),
                                90,
                                row -> PolicyChanges.method(row.view().limits()),
                                Comparator.comparing(row -> row.view().limits().method()))
                        .figure(
                                Labels.text("policies.cap"),
                                90,
                                row -> PolicyChanges.rate(row.view().limits()),
                                Comparator.comparing(
                                        row -> row.view().limits().ratePerConnection()))
                        .text(
                                Labels.text("policies.window"),
                                112,
                                row -> PolicyChanges.window(PolicyForm.draftOf(row.view())),
                                Comparator.comparing(row -> row.view().windowStart()))
                        .figure(
                                Labels.text("policies.priority"),
                                92,
                                row -> Formats.count(row.view().priority()),
                                Comparator.comparing(row -> row.view().priority()));
        table.placeholder(placeholder());
        table.growing(3);
        table.view().setId("policies-table");
        return table.view();
    }

    private Node placeholder() {
        Node none =
                EmptyNote.of(
                        MaterialDesignS.SCALE_BALANCE,
                        Labels.text("policies.empty"),
                        Labels.text("policies.empty.hint"));
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(32, 32);
        none.visibleProperty().bind(model.loadedProperty());
        wheel.visibleProperty().bind(model.loadedProperty().not());
        return new StackPane(none, wheel);
    }

    private static String region(PolicyRow row) {
        return row.region().isEmpty() ? Labels.text("policies.every-region") : row.region();
    }
}
