package org.vdeli.console.ui;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// A small line chart of the recent past, drawn on one canvas when [#show] is called.
///
/// A canvas of our own, because it costs a tenth of JavaFX's LineChart: no nodes per point. Colours
/// come from the stylesheet (`-vd-strip-line`, `-vd-strip-fill`, `-vd-strip-grid`,
/// `-vd-strip-text`). Points further apart than [#GAP_SECONDS] are not joined: a break in the data
/// is a break in the line.
public final class StripChart extends Region {
    /// Three intervals of 10 s and a little.
    static final long GAP_SECONDS = 35;

    private static final StyleablePropertyFactory<StripChart> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final CssMetaData<StripChart, Paint> LINE =
            STYLES.createPaintCssMetaData("-vd-strip-line", chart -> chart.line, Color.GRAY);
    private static final CssMetaData<StripChart, Paint> FILL =
            STYLES.createPaintCssMetaData("-vd-strip-fill", chart -> chart.fill, Color.GRAY);
    private static final CssMetaData<StripChart, Paint> GRID =
            STYLES.createPaintCssMetaData("-vd-strip-grid", chart -> chart.grid, Color.GRAY);
    private static final CssMetaData<StripChart, Paint> TEXT =
            STYLES.createPaintCssMetaData("-vd-strip-text", chart -> chart.text, Color.GRAY);

    private final StyleableProperty<Paint> line = paint(LINE, "line");
    private final StyleableProperty<Paint> fill = paint(FILL, "fill");
    private final StyleableProperty<Paint> grid = paint(GRID, "grid");
    private final StyleableProperty<Paint> text = paint(TEXT, "text");

    private final Canvas canvas = new Canvas();
    private final boolean scale;
    private final DoubleFunction<String> format;
    private long[] times = new long[0];
    private float[] values = new float[0];
    private long from;
    private long to = 1;

    private StripChart(boolean scale, DoubleFunction<String> format) {
        this.scale = scale;
        this.format = format;
        getStyleClass().add("strip-chart");
        getChildren().add(canvas);
        canvas.setManaged(false);
        setMinSize(20, 16);
    }

    /// A bare line, for a tile.
    public static StripChart sparkline() {
        return new StripChart(false, value -> "");
    }

    /// A line with a grid and its largest value written at the top.
    public static StripChart scaled(DoubleFunction<String> format) {
        return new StripChart(true, format);
    }

    /// Draws these points between two instants.
    ///
    /// @param times seconds since the epoch, rising
    /// @param values as many; NaN is a break
    public void show(long[] times, float[] values, long from, long to) {
        this.times = times;
        this.values = values;
        this.from = from;
        this.to = Math.max(to, from + 1);
        draw();
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            draw();
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return scale ? 72 : 32;
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        g.clearRect(0, 0, width, height);
        if (width < 4 || height < 4) {
            return;
        }
        double peak = peak();
        double top = scale ? 14 : 2;
        double ceiling = niceCeiling(peak);
        if (scale) {
            drawGrid(g, width, height, top, ceiling);
        }
        if (peak >= 0) {
            drawLine(g, width, height, top, ceiling);
        }
    }

    private void drawGrid(
            GraphicsContext g, double width, double height, double top, double ceiling) {
        g.setStroke(grid.getValue());
        g.setLineWidth(1);
        for (double y : new double[] {top, (top + height) / 2, height - 1}) {
            g.strokeLine(0, Math.floor(y) + 0.5, width, Math.floor(y) + 0.5);
        }
        g.setFill(text.getValue());
        g.setFont(Font.font("Roboto", 11));
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.TOP);
        g.fillText(format.apply(ceiling), width, 0);
    }

    private void drawLine(
            GraphicsContext g, double width, double height, double top, double ceiling) {
        int i = 0;
        while (i < times.length) {
            while (i < times.length && Float.isNaN(values[i])) {
                i++;
            }
            int begin = i;
            while (i < times.length
                    && !Float.isNaN(values[i])
                    && (i == begin || times[i] - times[i - 1] <= GAP_SECONDS)) {
                i++;
            }
            if (i > begin) {
                drawPart(g, begin, i, width, height, top, ceiling);
            }
        }
    }

    private void drawPart(
            GraphicsContext g,
            int begin,
            int end,
            double width,
            double height,
            double top,
            double ceiling) {
        int count = end - begin;
        double[] xs = new double[count + 2];
        double[] ys = new double[count + 2];
        for (int i = 0; i < count; i++) {
            xs[i] = (times[begin + i] - from) * width / (to - from);
            double share = Math.clamp(values[begin + i] / ceiling, 0, 1);
            ys[i] = height - 1.5 - share * (height - 1.5 - top);
        }
        if (count == 1) {
            g.setFill(line.getValue());
            g.fillOval(xs[0] - 1.5, ys[0] - 1.5, 3, 3);
            return;
        }
        xs[count] = xs[count - 1];
        ys[count] = height;
        xs[count + 1] = xs[0];
        ys[count + 1] = height;
        g.setFill(fill.getValue());
        g.fillPolygon(xs, ys, count + 2);
        g.setStroke(line.getValue());
        g.setLineWidth(1.5);
        g.strokePolyline(xs, ys, count);
    }

    private double peak() {
        double peak = -1;
        for (int i = 0; i < values.length; i++) {
            if (times[i] >= from && values[i] > peak) {
                peak = values[i];
            }
        }
        return peak;
    }

    /// The next of 1, 2, 5, 10, 20, ... at or above a value, so that the scale seldom jumps.
    static double niceCeiling(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 5, 10}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private StyleableObjectProperty<Paint> paint(
            CssMetaData<StripChart, Paint> metadata, String name) {
        StyleableObjectProperty<Paint> property =
                new SimpleStyleableObjectProperty<>(metadata, this, name, Color.GRAY);
        property.addListener((ObservableValue<? extends Paint> p, Paint old, Paint now) -> draw());
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

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "StripChart[points=%d]", times.length);
    }
}
