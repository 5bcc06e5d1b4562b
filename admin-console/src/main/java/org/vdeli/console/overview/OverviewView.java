package org.vdeli.console.overview;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.FleetStrip;
import org.vdeli.console.ui.StateDots;

/// A tile for each region. Nodes are kept from second to second; only their texts and dots change.
final class OverviewView {
    private static final double GAP = 12;
    private static final double MIN_TILE = 360;

    private final TilePane flow = new TilePane(GAP, GAP);
    private final FleetStrip strip = new FleetStrip();
    private final VBox content = new VBox(strip.view(), flow);
    private final StackPane root = new StackPane();
    private final ScrollPane scroll = new ScrollPane(content);
    private final List<Card> cards = new ArrayList<>();

    OverviewView(OverviewModel model) {
        content.getStyleClass().add("overview");
        flow.setTileAlignment(Pos.TOP_LEFT);
        // as many tiles in a line as have room, all of one width, flush with the strip above
        flow.prefTileWidthProperty()
                .bind(
                        Bindings.createDoubleBinding(
                                () -> tileWidth(flow.getWidth()), flow.widthProperty()));
        flow.widthProperty().addListener(_ -> fitHeight());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getChildren()
                .addAll(
                        scroll,
                        EmptyNote.of(
                                MaterialDesignE.EARTH,
                                Labels.text("overview.empty"),
                                Labels.text("overview.empty.hint")));
        show(List.of());
        model.tilesProperty().addListener((property, old, now) -> show(now));
        model.figuresProperty().addListener((property, old, now) -> strip.show(now));
    }

    Parent view() {
        return root;
    }

    private static double tileWidth(double width) {
        int perLine = Math.max(1, (int) ((width + GAP) / (MIN_TILE + GAP)));
        return Math.floor((width - (perLine - 1) * GAP) / perLine);
    }

    private void show(List<RegionTile> tiles) {
        scroll.setVisible(!tiles.isEmpty());
        root.getChildren().getLast().setVisible(tiles.isEmpty());
        while (cards.size() < tiles.size()) {
            Card card = new Card();
            cards.add(card);
            flow.getChildren().add(card.root);
        }
        while (cards.size() > tiles.size()) {
            flow.getChildren().remove(cards.removeLast().root);
        }
        for (int i = 0; i < tiles.size(); i++) {
            cards.get(i).show(tiles.get(i));
        }
        fitHeight();
    }

    /// All tiles are as high as the highest: how many lines a cluster's dots take depends on the
    /// width, which the pane itself does not ask for.
    private void fitHeight() {
        double width = flow.getPrefTileWidth();
        double highest = 0;
        for (Card card : cards) {
            highest = Math.max(highest, card.root.prefHeight(width));
        }
        flow.setPrefTileHeight(Math.ceil(highest));
    }

    /// One region's tile.
    private static final class Card {
        private final Label name = new Label();
        private final Label count = new Label();
        private final Label traffic = new Label();
        private final GridPane lines = new GridPane();
        private final List<Line> parts = new ArrayList<>();
        private final VBox root;

        private Card() {
            name.getStyleClass().add("pane-title");
            count.getStyleClass().add("muted-text");
            traffic.getStyleClass().add("chart-value");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox head = new HBox(10, name, count, gap, traffic);
            head.setAlignment(Pos.BASELINE_LEFT);
            lines.getStyleClass().add("cluster-lines");
            ColumnConstraints left = new ColumnConstraints(88);
            ColumnConstraints middle = new ColumnConstraints();
            middle.setHgrow(Priority.ALWAYS);
            middle.setMinWidth(0);
            ColumnConstraints right = new ColumnConstraints(76);
            right.setHalignment(javafx.geometry.HPos.RIGHT);
            lines.getColumnConstraints().addAll(left, middle, right);
            root = new VBox(12, head, lines);
            root.getStyleClass().addAll("tile", "region-tile");
            root.setMaxHeight(Double.MAX_VALUE);
        }

        private void show(RegionTile tile) {
            name.setText(tile.id().isEmpty() ? Labels.text("overview.loose") : tile.name());
            count.setText(
                    Labels.text(
                            "overview.count",
                            Formats.count(tile.online()),
                            Formats.count(tile.total())));
            traffic.setText(Formats.bitrate(tile.bits()));
            while (parts.size() < tile.clusters().size()) {
                Line line = new Line();
                lines.addRow(parts.size(), line.name, line.dots, line.traffic);
                parts.add(line);
            }
            while (parts.size() > tile.clusters().size()) {
                Line line = parts.removeLast();
                lines.getChildren().removeAll(line.name, line.dots, line.traffic);
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).show(tile.clusters().get(i));
            }
        }
    }

    /// One cluster's line.
    private static final class Line {
        private final Label name = new Label();
        private final StateDots dots = new StateDots();
        private final Label traffic = new Label();

        private Line() {
            traffic.getStyleClass().add("muted-text");
        }

        private void show(RegionTile.ClusterLine line) {
            name.setText(line.name());
            dots.show(line.servers());
            traffic.setText(Formats.bitrate(line.bits()));
        }
    }
}
