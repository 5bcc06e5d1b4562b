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
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.vdeli.console.mirror.Figures;
import org.vdeli.console.mirror.FleetSummary;
import org.vdeli.console.mirror.Trace;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.LiveTable;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.console.ui.Tile;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;

/// Sums, table and detail of the fleet.
final class ServersView {
    private final ServersModel model;
    private final Tile online = Tile.plain(Labels.text("servers.tile.online"));
    private final Tile requests = Tile.charted(Labels.text("servers.tile.requests"));
    private final Tile traffic = Tile.charted(Labels.text("servers.tile.traffic"));
    private final Tile errors = Tile.charted(Labels.text("servers.tile.errors"));
    private final BorderPane root = new BorderPane();

    ServersView(ServersModel model) {
        this.model = model;
        errors.chart().getStyleClass().add("bad");
        HBox strip = new HBox(online.view(), requests.view(), traffic.view(), errors.view());
        strip.getStyleClass().add("tiles");
        for (Tile tile : new Tile[] {online, requests, traffic, errors}) {
            HBox.setHgrow(tile.view(), Priority.ALWAYS);
        }

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
        VBox middle = new VBox(strip, table, count);
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
        model.figuresProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return root;
    }

    private TableView<ServerRow> table() {
        LiveTable<ServerRow, ServerId> table =
                new LiveTable<>(model.rows(), ServerRow::isStale)
                        .cells(
                                Labels.text("servers.state"),
                                116,
                                Comparator.comparingInt(ServerRow::urgency),
                                column ->
                                        new GlyphCell<>(
                                                row -> StateGlyph.of(row.state()),
                                                row -> Labels.of("server", row.state())))
                        .text(Labels.text("servers.name"), 150, ServerRow::name, ServerRow.BY_NAME)
                        .text(
                                Labels.text("servers.cluster"),
                                96,
                                ServerRow::cluster,
                                Comparator.comparing(ServerRow::cluster))
                        .text(
                                Labels.text("servers.region"),
                                104,
                                ServerRow::region,
                                Comparator.comparing(ServerRow::region));
        figure(table, "servers.active", 64, Figures::active, f -> Formats.count((long) f));
        figure(table, "servers.requests", 72, Figures::requests, Formats::perSecond);
        figure(table, "servers.traffic", 72, Figures::bits, Formats::megabits);
        figure(table, "servers.2xx", 60, Figures::successful, Formats::perSecond);
        figure(table, "servers.3xx", 52, Figures::redirected, Formats::perSecond);
        emphasised(table, "servers.4xx", 52, Figures::refused, "warn");
        emphasised(table, "servers.5xx", 52, Figures::failed, "bad");
        figure(table, "servers.p95", 66, Figures::percentile95, Formats::millis);
        figure(table, "servers.cpu", 60, Figures::cpu, Formats::percent);
        table.figure(
                Labels.text("servers.disk"),
                72,
                row -> Formats.percent(row.figures().diskFree()),
                Comparator.comparingDouble(row -> row.figures().diskFree()),
                row -> row.figures().diskFree() < 0.1 ? "warn" : null);
        table.text(
                Labels.text("servers.version"),
                76,
                ServerRow::agentVersion,
                Comparator.comparing(ServerRow::agentVersion));
        table.figure(
                Labels.text("servers.seen"),
                72,
                row -> row.age() < 0 ? Formats.UNKNOWN : Formats.age(Duration.ofSeconds(row.age())),
                Comparator.comparingLong(ServerRow::age),
                row -> row.age() > ServerRow.STALE_SECONDS ? "warn" : null);
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
                ? Labels.text("servers.count", Formats.count(total))
                : Labels.text("servers.count.filtered", Formats.count(shown), Formats.count(total));
    }

    private void show(@Nullable FleetFigures now) {
        if (now == null) {
            return;
        }
        FleetSummary summary = now.summary();
        int silent = summary.count(ServerState.SILENT);
        online.show(
                Formats.count(summary.count(ServerState.ONLINE)),
                Labels.text("servers.tile.of", Formats.count(summary.total())),
                silent == 0
                        ? Labels.text("servers.tile.none-silent")
                        : Labels.text("servers.tile.silent", Formats.count(silent)),
                silent > 0);
        Figures sum = summary.sum();
        requests.show(Formats.perSecond(sum.requests()), Labels.text("unit.per-second"));
        Formats.Quantity bits = Formats.bits(sum.bits());
        traffic.show(bits.number(), bits.unit());
        errors.show(Formats.perSecond(sum.errors()), Labels.text("unit.per-second"));
        draw(requests, now, Trace.Line.REQUESTS);
        draw(traffic, now, Trace.Line.BITS);
        draw(errors, now, Trace.Line.ERRORS);
    }

    private static void draw(Tile tile, FleetFigures now, Trace.Line line) {
        Trace.Points points = now.line(line);
        tile.chart().show(points.times(), points.values(), now.from(), now.to());
    }
}
