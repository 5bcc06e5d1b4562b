package org.vdeli.console.ui;

import javafx.scene.Parent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.Figures;
import org.vdeli.console.mirror.FleetFigures;
import org.vdeli.console.mirror.FleetSummary;
import org.vdeli.console.mirror.Trace;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.contracts.api.ServerState;

/// The fleet in four tiles.
public final class FleetStrip {
    private final Tile online = Tile.plain(Labels.text("fleet.online"));
    private final Tile requests = Tile.charted(Labels.text("fleet.requests"));
    private final Tile traffic = Tile.charted(Labels.text("fleet.traffic"));
    private final Tile errors = Tile.charted(Labels.text("fleet.errors"));
    private final HBox root =
            new HBox(online.view(), requests.view(), traffic.view(), errors.view());

    public FleetStrip() {
        errors.chart().getStyleClass().add("bad");
        root.getStyleClass().add("tiles");
        for (Tile tile : new Tile[] {online, requests, traffic, errors}) {
            HBox.setHgrow(tile.view(), Priority.ALWAYS);
        }
    }

    public Parent view() {
        return root;
    }

    public void show(@Nullable FleetFigures now) {
        if (now == null) {
            return;
        }
        FleetSummary summary = now.summary();
        int silent = summary.count(ServerState.SILENT);
        online.show(
                Formats.count(summary.count(ServerState.ONLINE)),
                Labels.text("fleet.of", Formats.count(summary.total())),
                silent == 0
                        ? Labels.text("fleet.none-silent")
                        : Labels.text("fleet.silent", Formats.count(silent)),
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
