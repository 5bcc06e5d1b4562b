package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.geo.WorldMap;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.contracts.id.RegionId;

/// Draws the lower layer: sea, land, borders, regions.
final class LandPainter {
    private static final Font LABEL = Font.font("Roboto Medium", 13);

    private final WorldMap world;
    private final Function<Ink, Color> inks;

    LandPainter(WorldMap world, Function<Ink, Color> inks) {
        this.world = world;
        this.inks = inks;
    }

    /// Where the layer stands: its own pixels of the map's origin, and its size.
    ///
    /// @param hasty whether it is one of many in a movement: it is drawn coarser
    record Frame(
            double scale,
            double originX,
            double originY,
            double width,
            double height,
            boolean hasty) {
        private double left() {
            return -originX / scale;
        }

        private double right() {
            return (width - originX) / scale;
        }

        private double top() {
            return -originY / scale;
        }

        private double bottom() {
            return (height - originY) / scale;
        }

        private int zoom() {
            double level = Math.log(scale / 256) / Math.log(2) - 0.3;
            return (int) Math.ceil(hasty ? level - 1 : level);
        }
    }

    void draw(GraphicsContext g, Frame frame, MapPicture picture, Pick selection, Sketch sketch) {
        g.setFill(inks.apply(Ink.SEA));
        g.fillRect(0, 0, frame.width(), frame.height());
        g.setFillRule(FillRule.EVEN_ODD);
        // round joins would cost more than all else, and nobody sees them on a hair line
        g.setLineJoin(StrokeLineJoin.BEVEL);
        g.setLineCap(StrokeLineCap.BUTT);
        trace(g, frame, world.land(), true);
        g.setFill(inks.apply(Ink.LAND));
        g.fill();
        if (frame.zoom() >= 3 && !frame.hasty()) {
            g.setStroke(inks.apply(Ink.COAST));
            g.setLineWidth(0.8);
            g.stroke();
        }
        trace(g, frame, world.borders(), false);
        g.setStroke(inks.apply(Ink.BORDER));
        g.setLineWidth(0.8);
        g.stroke();
        for (RegionMark region : picture.regions()) {
            boolean chosen =
                    selection instanceof Pick.OfRegion(Ref<RegionId> ref)
                            && ref.equals(region.ref());
            if (!sketch.shaped().equals(java.util.Optional.of(region.ref()))) {
                region.shape().ifPresent(shape -> area(g, frame, region, shape, chosen));
            }
        }
        labels(g, frame, picture);
    }

    private static void trace(
            GraphicsContext g, Frame frame, List<WorldMap.Shape> shapes, boolean closed) {
        int zoom = frame.zoom();
        g.beginPath();
        for (int turn = -1; turn <= 1; turn++) {
            double left = frame.left() - turn;
            double right = frame.right() - turn;
            double originX = frame.originX() + turn * frame.scale();
            for (WorldMap.Shape shape : shapes) {
                if (!shape.isSeenAt(zoom)
                        || !shape.touches(left, frame.top(), right, frame.bottom())) {
                    continue;
                }
                float[] xs = shape.xs(zoom);
                float[] ys = shape.ys(zoom);
                for (int i = 0; i < xs.length; i++) {
                    double x = xs[i] * frame.scale() + originX;
                    double y = ys[i] * frame.scale() + frame.originY();
                    if (i == 0) {
                        g.moveTo(x, y);
                    } else {
                        g.lineTo(x, y);
                    }
                }
                if (closed) {
                    g.closePath();
                }
            }
        }
    }

    private void area(
            GraphicsContext g, Frame frame, RegionMark region, Areas shape, boolean chosen) {
        Color hue = inks.apply(Ink.hue(region.hue()));
        List<Coordinate> points = shape.points();
        double[] bounds = shape.bounds();
        double[] xs = new double[points.size()];
        double[] ys = new double[points.size()];
        for (int turn = -1; turn <= 1; turn++) {
            if (bounds[2] + turn < frame.left() || bounds[0] + turn > frame.right()) {
                continue;
            }
            for (int i = 0; i < xs.length; i++) {
                xs[i] = (points.get(i).x + turn) * frame.scale() + frame.originX();
                ys[i] = points.get(i).y * frame.scale() + frame.originY();
            }
            g.setFill(hue.deriveColor(0, 1, 1, fill(frame, chosen)));
            g.fillPolygon(xs, ys, xs.length);
            g.setStroke(hue);
            g.setLineWidth(chosen ? 2.5 : 1.4);
            if (region.edited()) {
                g.setLineDashes(7, 4);
            }
            g.strokePolygon(xs, ys, xs.length);
            g.setLineDashes();
        }
    }

    /// From near, when an area fills the view, its colour gives way to the land's.
    private static double fill(Frame frame, boolean chosen) {
        double near = Math.clamp((frame.scale() / 256 - 6) / 20, 0, 1);
        return (chosen ? 0.26 : 0.15) * (1 - 0.6 * near);
    }

    /// Names at the upper ends of the outlines; one that would cover another is left out.
    private void labels(GraphicsContext g, Frame frame, MapPicture picture) {
        g.setFont(LABEL);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.BOTTOM);
        List<double[]> taken = new ArrayList<>();
        for (RegionMark region : picture.regions().reversed()) {
            if (region.shape().isEmpty()) {
                continue;
            }
            double[] bounds = region.shape().get().bounds();
            double room = (bounds[2] - bounds[0]) * frame.scale();
            for (int turn = -1; turn <= 1; turn++) {
                double x = (region.label().x + turn) * frame.scale() + frame.originX();
                double y = region.label().y * frame.scale() + frame.originY() - 3;
                double width = region.plan().name().length() * 7.4;
                if (x < -width || x > frame.width() || room < 28) {
                    continue;
                }
                double[] box = {x - 2, y - 15, x + width, y};
                if (taken.stream().noneMatch(other -> meet(box, other))) {
                    taken.add(box);
                    g.setFill(inks.apply(Ink.hue(region.hue())));
                    g.fillText(region.plan().name(), Math.rint(x), Math.rint(y));
                }
            }
        }
    }

    static boolean meet(double[] a, double[] b) {
        return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    }
}
