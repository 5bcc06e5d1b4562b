package org.vdeli.console.assets;

import java.time.ZoneId;
import java.util.Comparator;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.console.ui.ShareCell;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.id.AssetId;

/// The assets above, the chosen one's replicas below.
final class AssetsView {
    private final AssetsModel model;
    private final StackPane root = new StackPane();

    AssetsView(AssetsModel model, Runnable soon) {
        this.model = model;
        TableView<AssetRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("table-note");
        count.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                this::countText,
                                model.rows().totalProperty(),
                                model.rows().shown()));
        VBox upper = new VBox(table, count);
        upper.getStyleClass().add("screen");
        AssetPane pane = new AssetPane(model, () -> model.rows().selectedIdProperty().set(null));
        SplitPane split = new SplitPane(upper);
        split.setOrientation(Orientation.VERTICAL);
        root.getChildren().add(split);
        model.rows()
                .selectedIdProperty()
                .addListener((property, old, now) -> {
                    if (now == null) {
                        split.getItems().setAll(upper);
                    } else if (split.getItems().size() == 1) {
                        split.getItems().add(pane.view());
                        split.setDividerPositions(0.42);
                    }
                    soon.run();
                });
    }

    Parent view() {
        return root;
    }

    private TableView<AssetRow> table() {
        ZoneId zone = ZoneId.systemDefault();
        LiveTable<AssetRow, AssetId> table =
                new LiveTable<>(model.rows(), AssetRow::isPast)
                        .cells(
                                Labels.text("assets.state"),
                                130,
                                Comparator.comparing(AssetRow::spreading),
                                column ->
                                        new GlyphCell<>(
                                                row -> glyph(row.spreading()),
                                                row -> Labels.of("spreading", row.spreading())))
                        .text(
                                Labels.text("assets.path"),
                                430,
                                row -> row.path().toString(),
                                Comparator.comparing(row -> row.path().toString()))
                        .figure(
                                Labels.text("assets.version"),
                                64,
                                row -> String.valueOf(row.version()),
                                Comparator.comparingLong(AssetRow::version))
                        .figure(
                                Labels.text("assets.size"),
                                84,
                                row -> Formats.bytes(row.size()),
                                Comparator.comparing(AssetRow::size))
                        .cells(
                                Labels.text("assets.progress"),
                                264,
                                Comparator.comparingDouble(AssetRow::share),
                                column -> new ShareCell<>(104, AssetsView::shares))
                        .text(
                                Labels.text("assets.accepted"),
                                140,
                                row -> Formats.minute(row.acceptedAt(), zone),
                                Comparator.comparing(AssetRow::acceptedAt));
        table.placeholder(
                EmptyNote.of(
                        MaterialDesignF.FILE_VIDEO_OUTLINE,
                        Labels.text("assets.empty"),
                        Labels.text("assets.empty.hint")));
        table.growing(1);
        table.view().setId("assets-table");
        return table.view();
    }

    private static ShareCell.Shares shares(AssetRow row) {
        if (row.assigned() == 0) {
            return new ShareCell.Shares(0, 0, 0, Formats.UNKNOWN);
        }
        double done = (double) row.verified() / row.assigned();
        return new ShareCell.Shares(
                done,
                Math.max(0, row.share() - done),
                (double) row.failed() / row.assigned(),
                Labels.text(
                        "assets.progress.value",
                        Formats.count(row.verified()),
                        Formats.count(row.assigned())));
    }

    static StateGlyph glyph(Spreading spreading) {
        return switch (spreading) {
            case COMPLETE -> StateGlyph.done();
            case FILLING -> StateGlyph.running();
            case FAILED -> StateGlyph.failed();
            case WAITING, UNASSIGNED -> StateGlyph.waiting();
            case SUPERSEDED, DELETED -> StateGlyph.stopped();
        };
    }

    private String countText() {
        int shown = model.rows().shown().size();
        int total = model.rows().totalProperty().get();
        return shown == total
                ? Labels.text("assets.count", Formats.count(total), total)
                : Labels.text("assets.count.filtered", Formats.count(shown), Formats.count(total));
    }
}
