package org.vdeli.console.frame;

import java.time.Duration;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.frame.FrameStatus.Line;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// The bar at the bottom: manager, line, operator; age of the data, open alarms.
final class StatusBar {
    private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");
    private static final PseudoClass LOST = PseudoClass.getPseudoClass("lost");
    private static final PseudoClass RAISED = PseudoClass.getPseudoClass("raised");

    private final HBox bar = new HBox();
    private final Label manager = new Label();
    private final Label line = new Label();
    private final Label operator = new Label();
    private final Label age = new Label();
    private final Label alarms = new Label();

    StatusBar(FrameModel model) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        line.setId("status-line");
        line.setGraphic(Icons.of(MaterialDesignC.CIRCLE, "line-dot"));
        line.getStyleClass().add("status-line");
        manager.setId("status-manager");
        operator.setId("status-operator");
        age.setId("status-age");
        age.getStyleClass().add("status-age");
        alarms.setId("status-alarms");
        alarms.setGraphic(Icons.of(MaterialDesignB.BELL_OUTLINE, "small"));
        alarms.getStyleClass().add("status-alarms");
        bar.getChildren().addAll(line, manager, operator, gap, age, alarms);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("console-status");
        show(model.statusProperty().get());
        model.statusProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return bar;
    }

    private void show(FrameStatus status) {
        manager.setText(status.manager());
        line.setText(Labels.of("line", status.line()));
        line.pseudoClassStateChanged(LIVE, status.line() == Line.LIVE);
        line.pseudoClassStateChanged(LOST, status.isStale());
        operator.setText(
                status.role()
                        .map(role -> status.operator() + " · " + Labels.of("role", role))
                        .orElse(status.operator()));
        age.setText(ageText(status));
        alarms.setText(
                status.openAlarms() == 0
                        ? Labels.text("status.no-alarms")
                        : Labels.text(
                                "status.alarms",
                                Formats.count(status.openAlarms()),
                                status.openAlarms()));
        alarms.pseudoClassStateChanged(RAISED, status.openAlarms() > 0);
    }

    private static String ageText(FrameStatus status) {
        if (!status.everLive()) {
            return "";
        }
        String age =
                status.silentTenths() < 100
                        ? String.format(Locale.ROOT, "%.1f s", status.silentTenths() / 10.0)
                        : Formats.age(Duration.ofMillis(status.silentTenths() * 100));
        return Labels.text("status.age", age);
    }
}
