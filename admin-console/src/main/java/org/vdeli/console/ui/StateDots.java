package org.vdeli.console.ui;

import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import org.vdeli.contracts.api.ServerState;

/// A dot for each server of a cluster, wrapped into lines. States differ in form too: servers that
/// take viewers are full, those that do not are rings, the silent ones are crosses.
public final class StateDots extends Region {
    private static final double STEP = 11;
    private static final double SIZE = 7;

    private static final StyleablePropertyFactory<StateDots> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final CssMetaData<StateDots, Paint> GOOD =
            STYLES.createPaintCssMetaData("-vd-dot-good", dots -> dots.good, Color.GRAY);
    private static final CssMetaData<StateDots, Paint> INFO =
            STYLES.createPaintCssMetaData("-vd-dot-info", dots -> dots.info, Color.GRAY);
    private static final CssMetaData<StateDots, Paint> WARN =
            STYLES.createPaintCssMetaData("-vd-dot-warn", dots -> dots.warn, Color.GRAY);
    private static final CssMetaData<StateDots, Paint> BAD =
            STYLES.createPaintCssMetaData("-vd-dot-bad", dots -> dots.bad, Color.GRAY);
    private static final CssMetaData<StateDots, Paint> MUTED =
            STYLES.createPaintCssMetaData("-vd-dot-muted", dots -> dots.muted, Color.GRAY);

    private final StyleableProperty<Paint> good = paint(GOOD, "good");
    private final StyleableProperty<Paint> info = paint(INFO, "info");
    private final StyleableProperty<Paint> warn = paint(WARN, "warn");
    private final StyleableProperty<Paint> bad = paint(BAD, "bad");
    private final StyleableProperty<Paint> muted = paint(MUTED, "muted");
    private final Canvas canvas = new Canvas();
    private List<ServerState> states = List.of();

    public StateDots() {
        getStyleClass().add("state-dots");
        canvas.setManaged(false);
        getChildren().add(canvas);
    }

    public void show(List<ServerState> now) {
        if (!states.equals(now)) {
            boolean resized = states.size() != now.size();
            states = now;
            if (resized) {
                requestLayout();
            }
            draw();
        }
    }

    @Override
    public javafx.geometry.Orientation getContentBias() {
        return javafx.geometry.Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return STEP * 4;
    }

    @Override
    protected double computePrefWidth(double height) {
        return STEP * Math.max(4, Math.min(20, states.size()));
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        int perLine = perLine(width <= 0 ? STEP * 20 : width);
        return STEP * Math.max(1, Math.ceilDiv(states.size(), perLine));
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
        }
        draw();
    }

    private static int perLine(double width) {
        return Math.max(1, (int) (width / STEP));
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        int perLine = perLine(canvas.getWidth());
        for (int i = 0; i < states.size(); i++) {
            double x = i % perLine * STEP + 1;
            int line = i / perLine;
            double y = line * STEP + 2;
            dot(g, states.get(i), x, y);
        }
    }

    private void dot(GraphicsContext g, ServerState state, double x, double y) {
        switch (state) {
            case ONLINE -> full(g, good, x, y);
            case DRAINING -> ring(g, warn, x, y);
            case JOINING -> ring(g, info, x, y);
            case MAINTENANCE, RETIRED -> ring(g, muted, x, y);
            case SILENT -> cross(g, bad, x, y);
        }
    }

    private static void full(
            GraphicsContext g, StyleableProperty<Paint> colour, double x, double y) {
        g.setFill(colour.getValue());
        g.fillOval(x, y, SIZE, SIZE);
    }

    private static void ring(
            GraphicsContext g, StyleableProperty<Paint> colour, double x, double y) {
        g.setStroke(colour.getValue());
        g.setLineWidth(1.8);
        g.strokeOval(x + 0.9, y + 0.9, SIZE - 1.8, SIZE - 1.8);
    }

    private static void cross(
            GraphicsContext g, StyleableProperty<Paint> colour, double x, double y) {
        g.setStroke(colour.getValue());
        g.setLineWidth(2);
        g.strokeLine(x + 0.5, y + 0.5, x + SIZE - 0.5, y + SIZE - 0.5);
        g.strokeLine(x + SIZE - 0.5, y + 0.5, x + 0.5, y + SIZE - 0.5);
    }

    private SimpleStyleableObjectProperty<Paint> paint(
            CssMetaData<StateDots, Paint> metadata, String name) {
        SimpleStyleableObjectProperty<Paint> property =
                new SimpleStyleableObjectProperty<>(metadata, this, name, Color.GRAY);
        property.addListener((observable, old, now) -> draw());
        return property;
    }

    /// The properties that the stylesheet may set.
    public static List<CssMetaData<? extends Styleable, ?>> getClassCssMetaData() {
        return STYLES.getCssMetaData();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return getClassCssMetaData();
    }
}
