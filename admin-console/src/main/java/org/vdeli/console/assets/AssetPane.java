package org.vdeli.console.assets;

import java.time.ZoneId;
import java.util.Comparator;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.console.ui.ShareCell;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.id.ServerId;

/// The chosen asset: what it is, how far it is, and each server that should hold it.
final class AssetPane {
    private final AssetsModel model;
    private final Label title = new Label();
    private final Label summary = new Label();
    private final Label checksum = new Label();
    private final Label error = new Label();
    private final VBox root;

    AssetPane(AssetsModel model, Runnable close) {
        this.model = model;
        title.getStyleClass().add("pane-title");
        title.setId("asset-title");
        title.setMinWidth(0);
        summary.setId("asset-summary");
        summary.setMinWidth(Region.USE_PREF_SIZE);
        summary.getStyleClass().add("muted-text");
        checksum.getStyleClass().add("mono");
        checksum.setMinWidth(0);
        error.getStyleClass().add("login-error");
        error.managedProperty().bind(error.visibleProperty());
        error.setVisible(false);

        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap, button(MaterialDesignC.CLOSE, "pane.close", close));
        head.setAlignment(Pos.CENTER_LEFT);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox facts =
                new HBox(
                        8,
                        summary,
                        space,
                        checksum,
                        button(MaterialDesignC.CONTENT_COPY, "assets.copy", this::copyChecksum));
        facts.setAlignment(Pos.CENTER_LEFT);
        TableView<ReplicaRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        Label detail = new Label();
        detail.getStyleClass().add("replica-detail");
        detail.setId("replica-detail");
        detail.setWrapText(true);
        detail.managedProperty().bind(detail.visibleProperty());
        detail.setVisible(false);
        model.replicas()
                .selectedProperty()
                .addListener((property, old, now) -> {
                    detail.setVisible(now != null && !now.detail().isEmpty());
                    detail.setText(now == null ? "" : now.name() + ": " + now.detail());
                });
        root = new VBox(head, facts, error, table, detail);
        root.getStyleClass().add("lower-pane");
        model.detailProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return root;
    }

    private static Button button(org.kordamp.ikonli.Ikon icon, String labelKey, Runnable action) {
        Button button = new Button(null, Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "small");
        button.setTooltip(new Tooltip(Labels.text(labelKey)));
        button.setAccessibleText(Labels.text(labelKey));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void show(@Nullable AssetDetail detail) {
        if (detail == null) {
            return;
        }
        AssetRow row = detail.row();
        title.setText(row.path().toString());
        checksum.setText("SHA-256 " + row.checksum());
        summary.setText(summaryOf(detail));
        error.setVisible(detail.error().isPresent());
        error.setText(detail.error().map(Message::text).orElse(""));
    }

    private static String summaryOf(AssetDetail detail) {
        AssetRow row = detail.row();
        StringBuilder text = new StringBuilder();
        text.append(
                Labels.text(
                        "asset.summary",
                        String.valueOf(row.version()),
                        Formats.bytes(row.size()),
                        Formats.count(row.verified()),
                        Formats.count(row.assigned())));
        if (row.filling() > 0) {
            text.append(
                    Labels.text(
                            "asset.summary.filling",
                            Formats.count(row.filling()),
                            Formats.bitrate(detail.rate())));
        }
        if (row.failed() > 0) {
            text.append(Labels.text("asset.summary.failed", Formats.count(row.failed())));
        }
        return text.toString();
    }

    private void copyChecksum() {
        AssetDetail detail = model.detailProperty().get();
        if (detail != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(detail.row().checksum().hex());
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    private TableView<ReplicaRow> table() {
        ZoneId zone = ZoneId.systemDefault();
        LiveTable<ReplicaRow, ServerId> table =
                new LiveTable<>(model.replicas(), row -> false)
                        .cells(
                                Labels.text("replicas.state"),
                                110,
                                Comparator.comparingInt(ReplicaRow::urgency),
                                column ->
                                        new GlyphCell<>(
                                                row -> StateGlyph.of(row.state()),
                                                row -> Labels.of("replica", row.state())))
                        .text(
                                Labels.text("servers.name"),
                                150,
                                ReplicaRow::name,
                                ReplicaRow.BY_NAME)
                        .text(
                                Labels.text("servers.cluster"),
                                90,
                                ReplicaRow::cluster,
                                Comparator.comparing(ReplicaRow::cluster))
                        .text(
                                Labels.text("servers.region"),
                                100,
                                ReplicaRow::region,
                                Comparator.comparing(ReplicaRow::region))
                        .cells(
                                Labels.text("replicas.progress"),
                                170,
                                Comparator.comparingDouble(ReplicaRow::share),
                                column -> new ShareCell<>(44, AssetPane::shares))
                        .figure(
                                Labels.text("replicas.rate"),
                                96,
                                row -> row.rate().isZero() ? "" : Formats.bitrate(row.rate()),
                                Comparator.comparing(ReplicaRow::rate))
                        .figure(
                                Labels.text("replicas.attempt"),
                                68,
                                row -> String.valueOf(row.attempt()),
                                Comparator.comparingInt(ReplicaRow::attempt),
                                row -> row.attempt() > 1 ? "warn" : null)
                        .text(
                                Labels.text("replicas.verified"),
                                90,
                                row ->
                                        row.verifiedAt()
                                                .map(at -> Formats.timeOfDay(at, zone))
                                                .orElse(""),
                                Comparator.comparing(
                                        row -> row.verifiedAt().orElse(java.time.Instant.MAX)))
                        .text(
                                Labels.text("replicas.detail"),
                                250,
                                ReplicaRow::detail,
                                Comparator.comparing(ReplicaRow::detail));
        table.placeholder(
                EmptyNote.of(
                        MaterialDesignS.SERVER_OFF,
                        Labels.text("replicas.empty"),
                        Labels.text("replicas.empty.hint")));
        table.sortedBy(0, TableColumn.SortType.ASCENDING);
        table.view().setId("replicas-table");
        return table.view();
    }

    private static ShareCell.Shares shares(ReplicaRow row) {
        boolean done = row.state() == ReplicaState.VERIFIED;
        boolean failed = row.state() == ReplicaState.FAILED;
        return new ShareCell.Shares(
                done ? 1 : 0,
                done || failed ? 0 : row.share(),
                failed ? row.share() : 0,
                Formats.percent(row.share()));
    }
}
