package org.vdeli.console.assets;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
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
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
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
    private final Label detail = new Label();
    private final Button copyDetail =
            button(MaterialDesignC.CONTENT_COPY, "replicas.copy", this::copyReason);
    private final Button retry =
            new Button(Labels.text("replicas.retry"), Icons.of(MaterialDesignR.REFRESH));
    private final Button retryAll = new Button();
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
        root = new VBox(head, facts, error, table, foot());
        root.getStyleClass().add("lower-pane");
        model.detailProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return root;
    }

    /// Below the table: why the chosen replica is not there, and what to do about the failed ones.
    private HBox foot() {
        detail.getStyleClass().add("replica-detail");
        detail.setId("replica-detail");
        detail.setWrapText(true);
        detail.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(detail, Priority.ALWAYS);
        copyDetail.setId("replica-copy");
        retry.setId("replica-retry");
        retry.setOnAction(event -> model.retry());
        retryAll.setId("replica-retry-all");
        retryAll.setOnAction(event -> model.retryAll());
        HBox foot = new HBox(detail, copyDetail, retry, retryAll);
        foot.getStyleClass().add("replica-foot");
        foot.managedProperty().bind(foot.visibleProperty());
        for (Node part : List.of(copyDetail, retry, retryAll)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        for (Button button : List.of(retry, retryAll)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.disableProperty().bind(model.busyProperty());
        }
        Runnable show = () -> showFoot(foot);
        model.replicas().selectedProperty().addListener((property, old, now) -> show.run());
        model.replicas().shown().addListener((ListChangeListener<ReplicaRow>) change -> show.run());
        model.allowedProperty().addListener((property, old, now) -> show.run());
        model.retriedProperty().addListener((property, old, now) -> show.run());
        show.run();
        return foot;
    }

    private void showFoot(HBox foot) {
        ReplicaRow row = model.replicas().selectedProperty().get();
        boolean may = model.allowedProperty().get();
        boolean retryable = may && row != null && row.retryable().isPresent();
        long failed =
                model.replicas().shown().stream().filter(r -> r.retryable().isPresent()).count();
        boolean several = may && failed > (retryable ? 1 : 0);
        boolean hasDetail = row != null && !row.detail().isEmpty();
        Optional<String> said =
                model.retriedProperty()
                        .get()
                        .map(retried ->
                                retried.error()
                                        .map(Message::text)
                                        .orElseGet(() -> Labels.text("replicas.retried")));
        String reason = row != null && hasDetail ? row.name() + ": " + row.detail() : "";
        detail.setText(
                said.map(words -> reason.isEmpty() ? words : reason + "\n" + words).orElse(reason));
        copyDetail.setVisible(hasDetail);
        retry.setVisible(retryable);
        retryAll.setVisible(several);
        retryAll.setText(
                Labels.text("replicas.retry-all", Formats.count(failed), Math.toIntExact(failed)));
        foot.setVisible(!detail.getText().isEmpty() || retryable || several);
    }

    private void copyReason() {
        AssetDetail asset = model.detailProperty().get();
        ReplicaRow row = model.replicas().selectedProperty().get();
        if (asset != null && row != null) {
            copy(
                    Labels.text(
                            "replicas.reason",
                            asset.row().path().toString(),
                            String.valueOf(asset.row().version()),
                            row.name(),
                            String.valueOf(row.attempt()),
                            row.detail()));
        }
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static Button button(org.kordamp.ikonli.Ikon icon, String labelKey, Runnable action) {
        Button button = new Button(null, Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "small");
        button.setTooltip(new Tooltip(Labels.text(labelKey)));
        button.setAccessibleText(Labels.text(labelKey));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void show(@Nullable AssetDetail asset) {
        if (asset == null) {
            return;
        }
        AssetRow row = asset.row();
        title.setText(row.path().toString());
        checksum.setText("SHA-256 " + row.checksum());
        summary.setText(summaryOf(asset));
        error.setVisible(asset.error().isPresent());
        error.setText(asset.error().map(Message::text).orElse(""));
    }

    private static String summaryOf(AssetDetail asset) {
        AssetRow row = asset.row();
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
                            Formats.bitrate(asset.rate())));
        }
        if (row.failed() > 0) {
            text.append(Labels.text("asset.summary.failed", Formats.count(row.failed())));
        }
        return text.toString();
    }

    private void copyChecksum() {
        AssetDetail shown = model.detailProperty().get();
        if (shown != null) {
            copy(shown.row().checksum().hex());
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
                                150,
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
                                124,
                                row ->
                                        row.verifiedAt()
                                                .map(at -> Formats.minute(at, zone))
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
        table.growing(8);
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
