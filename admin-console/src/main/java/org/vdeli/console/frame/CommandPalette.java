package org.vdeli.console.frame;

import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// Goes anywhere and does anything by name: type, choose, Enter.
final class CommandPalette {
    private static final double LINE = 36;
    private static final int LINES = 11;

    private final PaletteModel model;
    private final TextField text = new TextField();
    private final ListView<Command> list = new ListView<>();
    private final StackPane cover = new StackPane();
    private @Nullable Node before;

    CommandPalette(PaletteModel model) {
        this.model = model;
        text.setId("palette-text");
        text.setPromptText(Labels.text("palette.prompt"));
        text.textProperty().addListener((property, old, now) -> model.search(now));
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setId("palette-list");
        list.setFixedCellSize(LINE);
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new Cell());
        list.setOnMouseClicked(_ -> run());
        list.setPlaceholder(new Label(Labels.text("palette.none")));
        list.getStyleClass().add("palette-list");
        VBox card = new VBox(text, list);
        card.getStyleClass().add("palette");
        card.setMaxSize(620, Region.USE_PREF_SIZE);
        StackPane.setAlignment(card, Pos.TOP_CENTER);
        cover.getChildren().add(card);
        cover.getStyleClass().addAll("cover", "palette-cover");
        cover.setVisible(false);
        cover.setOnMousePressed(event -> {
            if (cover.equals(event.getTarget())) {
                close();
            }
        });
        model.foundProperty()
                .addListener((property, old, now) -> {
                    list.getItems().setAll(now);
                    list.setPrefHeight(LINE * Math.clamp(now.size(), 2, LINES) + 2);
                    list.getSelectionModel().selectFirst();
                    list.scrollTo(0);
                });
    }

    Node view() {
        return cover;
    }

    boolean isOpen() {
        return cover.isVisible();
    }

    void open() {
        before = cover.getScene() == null ? null : cover.getScene().getFocusOwner();
        text.clear();
        model.open();
        cover.setVisible(true);
        Platform.runLater(text::requestFocus);
    }

    void close() {
        cover.setVisible(false);
        Node last = before;
        before = null;
        if (last != null && last.getScene() != null) {
            last.requestFocus();
        }
    }

    private void key(KeyEvent event) {
        int step =
                switch (event.getCode()) {
                    case DOWN -> 1;
                    case UP -> -1;
                    case PAGE_DOWN -> LINES - 1;
                    case PAGE_UP -> 1 - LINES;
                    default -> 0;
                };
        if (step != 0 && !list.getItems().isEmpty()) {
            int last = list.getItems().size() - 1;
            int to = Math.clamp(list.getSelectionModel().getSelectedIndex() + step, 0, last);
            list.getSelectionModel().select(to);
            list.scrollTo(Math.max(0, to - LINES / 2));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            run();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
        }
    }

    private void run() {
        Command command = list.getSelectionModel().getSelectedItem();
        if (command != null) {
            close();
            command.action().run();
        }
    }

    private static final class Cell extends ListCell<Command> {
        private final FontIcon icon = Icons.of(MaterialDesignC.CIRCLE, "small");
        private final Label name = new Label();
        private final Label hint = new Label();
        private final Label kind = new Label();
        private final HBox line = new HBox(10);

        private Cell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            hint.getStyleClass().add("muted-text");
            hint.setMinWidth(0);
            kind.getStyleClass().add("palette-kind");
            kind.setMinWidth(Region.USE_PREF_SIZE);
            name.setMinWidth(Region.USE_PREF_SIZE);
            line.setAlignment(Pos.CENTER_LEFT);
            line.getChildren().addAll(icon, name, hint, gap, kind);
            line.setMinWidth(0);
            line.setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                return;
            }
            icon.setIconCode(command.icon());
            name.setText(command.name());
            hint.setText(command.hint());
            kind.setText(Labels.of("palette", command.kind()));
            setGraphic(line);
        }
    }
}
