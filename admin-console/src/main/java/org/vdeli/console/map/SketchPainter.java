package org.vdeli.console.map;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.contracts.id.RegionId;

/// Draws what is being drawn or dragged, and the handles of the chosen region.
final class SketchPainter {
    private final GraphicsContext g;
    private final Function<Ink, Color> inks;

    SketchPainter(GraphicsContext g, Function<Ink, Color> inks) {
        this.g = g;
        this.inks = inks;
    }

    void draw(MapPicture picture, Camera camera, Pick selection, Tool tool, Sketch sketch) {
        if (!sketch.line().isEmpty()) {
            line(camera, sketch);
        }
        if (tool == Tool.ARRANGE
                && selection instanceof Pick.OfRegion(Ref<RegionId> ref)
                && sketch.line().isEmpty()) {
            picture.region(ref).ifPresent(region -> handles(camera, region));
        }
        carried(picture, camera, sketch);
        sketch.cursor()
                .filter(_ -> sketch.snapped())
                .ifPresent(at -> {
                    g.setStroke(inks.apply(Ink.ACCENT));
                    g.setLineWidth(2);
                    double x = pixelX(camera, at);
                    double y = camera.screenY(at.y);
                    g.strokeOval(x - 7, y - 7, 14, 14);
                });
    }

    private void line(Camera camera, Sketch sketch) {
        List<Coordinate> line = sketch.line();
        boolean open = !sketch.closes() || sketch.snapped();
        Optional<Coordinate> cursor = sketch.cursor().filter(_ -> open);
        int size = line.size() + (cursor.isPresent() ? 1 : 0);
        double[] xs = new double[size];
        double[] ys = new double[size];
        for (int i = 0; i < size; i++) {
            Coordinate at = i < line.size() ? line.get(i) : cursor.orElseThrow();
            xs[i] = pixelX(camera, at);
            ys[i] = camera.screenY(at.y);
        }
        Color accent = inks.apply(Ink.ACCENT);
        if (size > 2) {
            g.setFill(accent.deriveColor(0, 1, 1, 0.16));
            g.fillPolygon(xs, ys, size);
        }
        g.setStroke(accent);
        g.setLineWidth(2);
        if (sketch.closes()) {
            g.strokePolygon(xs, ys, size);
        } else {
            g.strokePolyline(xs, ys, size);
        }
        if (line.size() <= 200 && sketch.carried() == 0) {
            line.forEach(at -> handle(pixelX(camera, at), camera.screenY(at.y), 4));
        }
    }

    private void handles(Camera camera, RegionMark region) {
        List<Coordinate> points = region.shape().map(Areas::points).orElse(List.of());
        double turn = points.isEmpty() ? 0 : camera.near(region.label().x) - region.label().x;
        for (int i = 0; i < points.size(); i++) {
            Coordinate middle = DrawingModel.middle(points, i);
            double x = (middle.x + turn) * camera.scale() + camera.originX();
            double y = camera.screenY(middle.y);
            g.setFill(inks.apply(Ink.ACCENT).deriveColor(0, 1, 1, 0.75));
            g.fillOval(x - 3, y - 3, 6, 6);
        }
        for (Coordinate point : points) {
            handle(
                    (point.x + turn) * camera.scale() + camera.originX(),
                    camera.screenY(point.y),
                    4.5);
        }
    }

    private void carried(MapPicture picture, Camera camera, Sketch sketch) {
        if (!sketch.line().isEmpty() || sketch.cursor().isEmpty()) {
            return;
        }
        Coordinate at = sketch.cursor().get();
        double x = pixelX(camera, at);
        double y = camera.screenY(at.y);
        Optional<ClusterMark> target = sketch.target().flatMap(picture::cluster);
        if (sketch.carried() > 0) {
            g.setFill(inks.apply(Ink.ACCENT));
            g.fillOval(x - 5, y - 5, 10, 10);
            target.ifPresent(cluster -> join(camera, cluster, x, y, false));
        } else if (target.isPresent()) {
            join(camera, target.get(), x, y, true);
            g.setStroke(inks.apply(Ink.ACCENT));
            g.setLineWidth(3);
            g.strokeOval(x - 9, y - 9, 18, 18);
        }
    }

    private void join(Camera camera, ClusterMark cluster, double x, double y, boolean dashed) {
        g.setStroke(inks.apply(Ink.ACCENT));
        g.setLineWidth(1.5);
        if (dashed) {
            g.setLineDashes(4, 4);
        }
        g.strokeLine(camera.screenX(cluster.x()), camera.screenY(cluster.y()), x, y);
        g.setLineDashes();
    }

    private void handle(double x, double y, double r) {
        g.setFill(inks.apply(Ink.GROUND));
        g.fillOval(x - r, y - r, 2 * r, 2 * r);
        g.setStroke(inks.apply(Ink.ACCENT));
        g.setLineWidth(2);
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
    }

    /// What is being drawn stands on the turn of the Earth on which it was drawn.
    private static double pixelX(Camera camera, Coordinate at) {
        return at.x * camera.scale() + camera.originX();
    }
}
