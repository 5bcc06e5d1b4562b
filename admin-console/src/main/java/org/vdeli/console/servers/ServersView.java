package org.vdeli.console.servers;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import javafx.beans.binding.Bindings;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.vdeli.console.mirror.Figures;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.FleetStrip;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.id.ServerId;

/// Sums, table and detail of the fleet.
final class ServersView {
    private final ServersModel model;
    private final FleetStrip strip = new FleetStrip();
    private final BorderPane root = new BorderPane();

    ServersView(ServersModel model) {
        this.model = model;
        TableView<ServerRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("table-note");
        count.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                this::countText,
                                model.rows().totalProperty(),
                                model.rows().shown()));
        VBox middle = new VBox(strip.view(), table, count);
        middle.getStyleClass().add("screen");
        root.setCenter(middle);

        ServerPane pane = new ServerPane(() -> model.choose(null));
        model.detailProperty()
                .addListener((property, old, now) -> {
                    if (now != null) {
                        pane.show(now);
                    }
                    root.setRight(now == null ? null : pane.view());
                });
        model.rows().selectedIdProperty().addListener((property, old, now) -> model.choose(now));
        model.figuresProperty().addListener((property, old, now) -> strip.show(now));
    }

    Parent view() {
        return root;
    }

    private static String seen(ServerRow row) {
        return row.age() < 0 ? Formats.UNKNOWN : Formats.age(Duration.ofSeconds(row.age()));
    }

    /// What tells a sick server from a sound one stands first: with a pane beside it, the table
    /// shows ten columns or so.
    private TableView<ServerRow> table() {
        LiveTable<ServerRow, ServerId> table =
                new LiveTable<>(model.rows(), ServerRow::isStale)
                        .cells(
                                Labels.text("servers.state"),
                                108,
                                Comparator.comparingInt(ServerRow::urgency),
                                column ->
                                        new GlyphCell<>(
                                                row -> StateGlyph.of(row.state()),
                                                row -> Labels.of("server", row.state())))
                        .text(Labels.text("servers.name"), 138, ServerRow::name, ServerRow.BY_NAME)
                        .figure(
                                Labels.text("servers.seen"),
                                58,
                                ServersView::seen,
                                Comparator.comparingLong(ServerRow::age),
                                row -> row.age() > ServerRow.STALE_SECONDS ? "warn" : null)
                        .text(
                                Labels.text("servers.cluster"),
                                76,
                                ServerRow::cluster,
                                Comparator.comparing(ServerRow::cluster))
                        .text(
                                Labels.text("servers.region"),
                                96,
                                ServerRow::region,
                                Comparator.comparing(ServerRow::region));
        figure(table, "servers.active", 62, Figures::active, f -> Formats.count((long) f));
        figure(table, "servers.requests", 66, Figures::requests, Formats::perSecond);
        figure(table, "servers.traffic", 66, Figures::bits, Formats::megabits);
        emphasised(table, "servers.4xx", 52, Figures::refused, "warn");
        emphasised(table, "servers.5xx", 52, Figures::failed, "bad");
        table.figure(
                Labels.text("servers.disk"),
                70,
                row -> Formats.percent(row.figures().diskFree()),
                Comparator.comparingDouble(row -> row.figures().diskFree()),
                row -> row.figures().diskFree() < 0.1 ? "warn" : null);
        figure(table, "servers.p95", 64, Figures::percentile95, Formats::millis);
        figure(table, "servers.cpu", 54, Figures::cpu, Formats::percent);
        figure(table, "servers.2xx", 56, Figures::successful, Formats::perSecond);
        figure(table, "servers.3xx", 52, Figures::redirected, Formats::perSecond);
        table.text(
                Labels.text("servers.version"),
                62,
                ServerRow::agentVersion,
                Comparator.comparing(ServerRow::agentVersion));
        table.placeholder(
                EmptyNote.of(
                        MaterialDesignS.SERVER_NETWORK,
                        Labels.text("servers.empty"),
                        Labels.text("servers.empty.hint")));
        table.sortedBy(1, TableColumn.SortType.ASCENDING);
        table.view().setId("servers-table");
        return table.view();
    }

    private static void figure(
            LiveTable<ServerRow, ServerId> table,
            String labelKey,
            double width,
            ToDoubleFunction<Figures> value,
            java.util.function.DoubleFunction<String> format) {
        table.figure(
                Labels.text(labelKey),
                width,
                row -> format.apply(value.applyAsDouble(row.figures())),
                Comparator.comparingDouble(row -> value.applyAsDouble(row.figures())));
    }

    private static void emphasised(
            LiveTable<ServerRow, ServerId> table,
            String labelKey,
            double width,
            ToDoubleFunction<Figures> value,
            String styleClass) {
        table.figure(
                Labels.text(labelKey),
                width,
                row -> Formats.perSecond(value.applyAsDouble(row.figures())),
                Comparator.comparingDouble(row -> value.applyAsDouble(row.figures())),
                row -> value.applyAsDouble(row.figures()) >= 0.05 ? styleClass : null);
    }

    private String countText() {
        int shown = model.rows().shown().size();
        int total = model.rows().totalProperty().get();
        return shown == total
                ? Labels.text("servers.count", Formats.count(total), total)
                : Labels.text("servers.count.filtered", Formats.count(shown), Formats.count(total));
    }
}
