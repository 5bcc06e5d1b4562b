package org.vdeli.console.alarms;

import atlantafx.base.theme.Styles;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.id.AlarmId;

/// The alarms, and the chosen one's acknowledgement below.
final class AlarmsView {
    private final AlarmsModel model;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Label text = new Label();
    private final Label past = new Label();
    private final TextField comment = new TextField();
    private final Button acknowledge = new Button(Labels.text("alarms.acknowledge"));
    private final HBox form = new HBox(8, comment, acknowledge);
    private final VBox pane = new VBox();
    private final VBox root = new VBox();
    private @Nullable AlarmId shown;

    AlarmsView(AlarmsModel model, Runnable soon) {
        this.model = model;
        TableView<AlarmRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("table-note");
        count.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        Labels.text(
                                                "alarms.count",
                                                Formats.count(model.rows().shown().size()),
                                                model.rows().shown().size()),
                                model.rows().shown()));
        CheckBox cleared = new CheckBox(Labels.text("alarms.cleared"));
        cleared.setOnAction(event -> {
            model.showCleared(cleared.isSelected());
            soon.run();
        });
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(count, gap, cleared);
        foot.setAlignment(Pos.CENTER_LEFT);
        VBox upper = new VBox(table, foot);
        upper.getStyleClass().add("screen");
        VBox.setVgrow(upper, Priority.ALWAYS);
        root.getChildren().addAll(upper, pane);
        buildPane();
        model.rows().selectedProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return root;
    }

    private void buildPane() {
        text.getStyleClass().add("pane-title");
        text.setWrapText(true);
        text.setId("alarm-text");
        past.getStyleClass().add("muted-text");
        past.setId("alarm-past");
        past.setWrapText(true);
        comment.setId("alarm-comment");
        comment.setPromptText(Labels.text("alarms.comment"));
        HBox.setHgrow(comment, Priority.ALWAYS);
        acknowledge.setId("alarm-acknowledge");
        acknowledge.getStyleClass().add(Styles.ACCENT);
        acknowledge.disableProperty().bind(model.busyProperty());
        Runnable submit = () -> model.acknowledge(comment.getText());
        acknowledge.setOnAction(event -> submit.run());
        comment.setOnAction(event -> submit.run());
        form.managedProperty().bind(form.visibleProperty());
        Label error = new Label();
        error.setId("alarm-error");
        error.getStyleClass().add("login-error");
        error.managedProperty().bind(error.visibleProperty());
        error.setVisible(false);
        model.errorProperty()
                .addListener((property, old, now) -> {
                    error.setVisible(now.isPresent());
                    error.setText(now.map(Message::text).orElse(""));
                });
        pane.getChildren().addAll(text, past, form, error);
        pane.getStyleClass().add("lower-pane");
        pane.managedProperty().bind(pane.visibleProperty());
        pane.setVisible(false);
    }

    private void show(@Nullable AlarmRow row) {
        pane.setVisible(row != null);
        if (row == null) {
            shown = null;
            return;
        }
        if (!row.id().equals(shown)) {
            shown = row.id();
            comment.clear();
        }
        text.setText(
                row.text().contains(row.object()) ? row.text() : row.object() + ": " + row.text());
        past.setText(pastOf(row));
        form.setVisible(row.state() == AlarmState.RAISED && model.allowedProperty().get());
    }

    private String pastOf(AlarmRow row) {
        StringBuilder out = new StringBuilder();
        out.append(Labels.text("alarm.raised", Formats.minute(row.raisedAt(), zone)));
        row.acknowledgedBy().ifPresent(who -> out.append(Labels.text("alarm.acknowledged", who)));
        row.comment().ifPresent(words -> out.append(Labels.text("alarm.comment", words)));
        row.clearedAt()
                .ifPresent(
                        at -> out.append(Labels.text("alarm.cleared", Formats.minute(at, zone))));
        return out.toString();
    }

    private TableView<AlarmRow> table() {
        LiveTable<AlarmRow, AlarmId> table =
                new LiveTable<>(model.rows(), AlarmRow::isCleared)
                        .cells(
                                Labels.text("alarms.severity"),
                                110,
                                Comparator.comparing(AlarmRow::severity),
                                column ->
                                        new GlyphCell<>(
                                                row -> StateGlyph.of(row.severity()),
                                                row -> Labels.of("severity", row.severity())))
                        .figure(
                                Labels.text("alarms.since"),
                                90,
                                row -> Formats.age(Duration.ofSeconds(row.seconds())),
                                Comparator.comparingLong(AlarmRow::seconds))
                        .text(
                                Labels.text("alarms.object"),
                                250,
                                AlarmRow::object,
                                Comparator.comparing(AlarmRow::object))
                        .text(
                                Labels.text("alarms.text"),
                                480,
                                AlarmRow::text,
                                Comparator.comparing(AlarmRow::text))
                        .text(
                                Labels.text("alarms.state"),
                                190,
                                AlarmsView::stateOf,
                                Comparator.comparing(AlarmRow::state));
        table.placeholder(
                EmptyNote.of(
                        MaterialDesignB.BELL_CHECK_OUTLINE,
                        Labels.text("alarms.empty"),
                        Labels.text("alarms.empty.hint")));
        table.growing(3);
        table.view().setId("alarms-table");
        return table.view();
    }

    private static String stateOf(AlarmRow row) {
        return row.state() == AlarmState.ACKNOWLEDGED
                ? row.acknowledgedBy()
                        .map(who -> Labels.text("alarm-state.by", who))
                        .orElseGet(() -> Labels.of("alarm-state", row.state()))
                : Labels.of("alarm-state", row.state());
    }
}
