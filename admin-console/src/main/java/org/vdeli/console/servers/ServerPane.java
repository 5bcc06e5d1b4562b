package org.vdeli.console.servers;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.mirror.Trace;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.FactGrid;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.console.ui.StripChart;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ServerView;

/// The chosen server beside the table.
final class ServerPane {
    private static final String[] COLOURS = {"good", "info", "warn", "bad", "muted"};

    private final Label name = new Label();
    private final Label state = new Label();
    private final FontIcon glyph = Icons.of(MaterialDesignC.CIRCLE, "glyph");
    private final FactGrid facts = new FactGrid();
    private final Map<Trace.Line, StripChart> charts = new EnumMap<>(Trace.Line.class);
    private final Map<Trace.Line, Label> values = new EnumMap<>(Trace.Line.class);
    private final VBox paths = new VBox();
    private final Label pathsTitle = new Label(Labels.text("server.top"));
    private final VBox root;

    ServerPane(Runnable close) {
        name.getStyleClass().add("pane-title");
        name.setId("server-name");
        name.setMinWidth(0);
        Button closeButton = new Button(null, Icons.of(MaterialDesignC.CLOSE));
        closeButton.getStyleClass().addAll("flat", "button-icon", "small");
        closeButton.setTooltip(new Tooltip(Labels.text("pane.close")));
        closeButton.setAccessibleText(Labels.text("pane.close"));
        closeButton.setOnAction(event -> close.run());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        state.setGraphic(glyph);
        HBox head = new HBox(name, gap, closeButton);
        head.setAlignment(Pos.CENTER_LEFT);

        VBox content = new VBox(state, facts.view());
        content.getChildren()
                .add(chart(Trace.Line.REQUESTS, "server.requests", Formats::perSecond));
        content.getChildren().add(chart(Trace.Line.BITS, "server.traffic", Formats::bitrate));
        content.getChildren()
                .add(chart(Trace.Line.ACTIVE, "server.active", v -> Formats.count(Math.round(v))));
        content.getChildren()
                .add(chart(Trace.Line.PERCENTILE95, "server.p95", v -> Formats.millis(v) + " ms"));
        pathsTitle.getStyleClass().add("chart-title");
        paths.getStyleClass().add("paths");
        content.getChildren().addAll(pathsTitle, paths);
        content.getStyleClass().add("pane-content");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new VBox(head, scroll);
        root.setId("server-pane");
        root.getStyleClass().add("side-pane");
    }

    Parent view() {
        return root;
    }

    void show(ServerDetail detail) {
        ServerRow row = detail.row();
        ServerView server = detail.server();
        name.setText(row.name());
        StateGlyph shape = StateGlyph.of(row.state());
        glyph.setIconCode(shape.icon());
        glyph.getStyleClass().removeAll(COLOURS);
        glyph.getStyleClass().add(shape.styleClass());
        String seen =
                row.age() < 0
                        ? Labels.text("server.never")
                        : Labels.text("server.seen", Formats.age(Duration.ofSeconds(row.age())));
        state.setText(Labels.of("server", row.state()) + " · " + seen);

        facts.begin();
        facts.put(
                Labels.text("server.place"),
                row.cluster().isEmpty()
                        ? Labels.text("server.no-cluster")
                        : row.cluster() + (row.region().isEmpty() ? "" : ", " + row.region()));
        facts.put(Labels.text("server.addresses"), String.join("\n", server.addresses()));
        facts.put(Labels.text("server.port"), String.valueOf(server.httpPort()));
        facts.put(Labels.text("server.role"), Labels.of("server-role", server.role()));
        facts.put(Labels.text("server.zone"), server.zone());
        detail.heartbeat().ifPresent(beat -> showHeartbeat(beat));
        facts.put(
                Labels.text("server.version"),
                row.agentVersion().isEmpty() ? Formats.UNKNOWN : row.agentVersion());
        facts.put(Labels.text("server.id"), server.id().toString());
        facts.end();

        charts.forEach((line, chart) -> {
            Trace.Points points = detail.line(line);
            chart.show(points.times(), points.values(), detail.from(), detail.to());
        });
        value(Trace.Line.REQUESTS, Formats.perSecond(row.figures().requests()));
        value(Trace.Line.BITS, Formats.bitrate(row.figures().bits()));
        value(Trace.Line.ACTIVE, Formats.count(Math.round(row.figures().active())));
        value(Trace.Line.PERCENTILE95, Formats.millis(row.figures().percentile95()));
        showPaths(detail.topAssets());
    }

    private void showHeartbeat(Report.Heartbeat beat) {
        facts.put(
                Labels.text("server.disk"),
                Labels.text(
                        "server.disk.value",
                        Formats.bytes(beat.diskFree()),
                        Formats.bytes(beat.diskSize())));
        facts.put(Labels.text("server.stored"), Formats.bytes(beat.stored()));
        facts.put(
                Labels.text("server.jobs"),
                Labels.text("server.jobs.value", beat.jobsRunning(), beat.jobsWaiting()));
        facts.put(
                Labels.text("server.nginx"),
                Labels.text(beat.nginxUp() ? "server.nginx.up" : "server.nginx.down"));
        facts.put(
                Labels.text("server.started"),
                Formats.minute(beat.startedAt(), ZoneId.systemDefault()));
    }

    private void showPaths(List<Report.AssetTraffic> top) {
        pathsTitle.setVisible(!top.isEmpty());
        paths.getChildren().clear();
        for (Report.AssetTraffic path : top.subList(0, Math.min(5, top.size()))) {
            Label text = new Label(path.path());
            text.setTooltip(new Tooltip(path.path()));
            text.setMinWidth(0);
            Label count = new Label(Formats.count(path.requests()));
            count.setMinWidth(Region.USE_PREF_SIZE);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            paths.getChildren().add(new HBox(8, text, gap, count));
        }
    }

    private void value(Trace.Line line, String text) {
        Label label = values.get(line);
        if (label != null) {
            label.setText(text);
        }
    }

    private Node chart(Trace.Line line, String labelKey, DoubleFunction<String> format) {
        Label title = new Label(Labels.text(labelKey));
        title.getStyleClass().add("chart-title");
        Label value = new Label();
        value.getStyleClass().add("chart-value");
        value.setId("server-" + line.name().toLowerCase(java.util.Locale.ROOT));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        StripChart chart = StripChart.scaled(format);
        charts.put(line, chart);
        values.put(line, value);
        HBox head = new HBox(title, gap, value);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox box = new VBox(2, head, chart);
        box.getStyleClass().add("chart-box");
        return box;
    }
}
