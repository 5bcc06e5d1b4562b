package org.vdeli.console.map;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;

/// Names what saving would do, and to how many servers, before it is done; afterwards, what was
/// refused and why.
final class ReviewCard {
    private final MapModel model;
    private final VBox lines = new VBox(8);
    private final Label effect = new Label();
    private final VBox refusals = new VBox(6);
    private final Button save = new Button(Labels.text("map.save"));
    private final StackPane cover = new StackPane();

    ReviewCard(MapModel model) {
        this.model = model;
        Label title = new Label(Labels.text("map.review.title"));
        title.getStyleClass().add("card-title");
        effect.setWrapText(true);
        effect.getStyleClass().add("muted-text");
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(320);
        Button back = new Button(Labels.text("map.back"));
        back.setId("review-back");
        back.setOnAction(_ -> close());
        save.setId("review-save");
        save.getStyleClass().add(Styles.ACCENT);
        save.disableProperty().bind(model.savingProperty());
        save.setOnAction(_ -> model.save());
        HBox buttons = new HBox(back, save);
        buttons.getStyleClass().add("card-buttons");
        VBox card = new VBox(title, scroll, effect, refusals, buttons);
        card.setId("review");
        card.getStyleClass().addAll("login-card", "review-card");
        card.setMaxSize(560, Region.USE_PREF_SIZE);
        cover.getChildren().add(card);
        cover.getStyleClass().add("cover");
        cover.setVisible(false);
        cover.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        model.refusalsProperty().addListener((property, old, now) -> showRefusals(now));
        model.history()
                .draftProperty()
                .addListener((property, old, now) -> {
                    if (cover.isVisible()) {
                        if (now.isEmpty()) {
                            close();
                        } else {
                            show();
                        }
                    }
                });
    }

    Node view() {
        return cover;
    }

    void open() {
        show();
        showRefusals(model.refusalsProperty().get());
        cover.setVisible(true);
        Platform.runLater(save::requestFocus);
    }

    private void close() {
        cover.setVisible(false);
    }

    private void show() {
        List<Change> changes = model.preview();
        lines.getChildren().clear();
        for (Change change : changes) {
            lines.getChildren().add(line(icon(change.kind()), "info", change.text().text()));
        }
        int servers = changes.stream().mapToInt(Change::servers).sum();
        effect.setText(
                servers == 0
                        ? Labels.text("map.review.no-servers")
                        : Labels.text("map.review.servers", Formats.count(servers), servers));
    }

    private void showRefusals(List<Message> why) {
        refusals.getChildren().clear();
        for (Message each : why) {
            refusals.getChildren().add(refusal(each.text()));
        }
        refusals.setManaged(!why.isEmpty());
    }

    private static Node refusal(String text) {
        Label label = line(MaterialDesignA.ALERT_CIRCLE_OUTLINE, "bad", text);
        label.getStyleClass().add("review-refusal");
        return label;
    }

    private static Label line(Ikon icon, String colour, String text) {
        Label label = new Label(text, Icons.of(icon, "small", colour));
        label.setWrapText(true);
        label.getStyleClass().add("review-line");
        return label;
    }

    private static Ikon icon(Change.Kind kind) {
        return switch (kind) {
            case REGION -> MaterialDesignV.VECTOR_POLYGON;
            case CLUSTER -> MaterialDesignC.CIRCLE_DOUBLE;
            case SERVERS -> MaterialDesignS.SERVER;
        };
    }
}
