package org.vdeli.console.frame;

import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.vdeli.console.frame.FrameStatus.Line;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// Says across the window that the line is lost, since when, and what happens next.
final class Banner {
    private final HBox banner = new HBox();
    private final Label text = new Label();
    private final Label next = new Label();

    Banner(FrameModel model) {
        Button retry = new Button(Labels.text("banner.retry"));
        retry.getStyleClass().addAll("small");
        retry.setOnAction(event -> model.retryNow());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        text.setId("banner-text");
        next.getStyleClass().add("banner-next");
        banner.getChildren()
                .addAll(Icons.of(MaterialDesignL.LAN_DISCONNECT, "warn"), text, gap, next, retry);
        banner.setId("banner");
        banner.setAlignment(Pos.CENTER_LEFT);
        banner.getStyleClass().add("banner");
        banner.managedProperty().bind(banner.visibleProperty());
        banner.setVisible(false);
        model.statusProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return banner;
    }

    private void show(FrameStatus status) {
        banner.setVisible(status.line() == Line.LOST);
        if (status.line() != Line.LOST) {
            return;
        }
        text.setText(
                Labels.text(
                        status.everLive() ? "banner.lost" : "banner.never",
                        status.manager(),
                        Formats.timeOfDay(status.since(), ZoneId.systemDefault()),
                        status.cause()));
        next.setText(
                status.secondsToAttempt() == 0
                        ? Labels.text("banner.trying")
                        : Labels.text("banner.next", status.secondsToAttempt()));
    }
}
