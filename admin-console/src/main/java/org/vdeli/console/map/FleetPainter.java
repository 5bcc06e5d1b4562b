package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;

/// Draws the clusters and servers of the upper layer.
final class FleetPainter {
    private static final Font NAME = Font.font("Roboto", 11);
    private static final Font COUNT = Font.font("Roboto Medium", 10);
    private static final double DOT = 7;

    /// Nearer than this clusters have names beside them.
    private static final double NAME_ZOOM = 3.4;

    /// One silent server of a hundred must be seen from afar.
    private static final double LEAST_ARC = 40;

    /// Arcs go round from the top, the worst first.
    private static final List<ServerState> AROUND =
            List.of(
                    ServerState.SILENT,
                    ServerState.DRAINING,
                    ServerState.JOINING,
                    ServerState.MAINTENANCE,
                    ServerState.ONLINE);

    private final GraphicsContext g;
    private final Function<Ink, Color> inks;
    private final List<double[]> names = new ArrayList<>();

    FleetPainter(GraphicsContext g, Function<Ink, Color> inks) {
        this.g = g;
        this.inks = inks;
    }

    void draw(MapPicture picture, Camera camera, Pick selection, Pick hovered, Sketch sketch) {
        boolean open = Picker.isOpen(camera);
        double most =
                picture.clusters().stream().mapToDouble(c -> c.tally().bits()).max().orElse(1);
        names.clear();
        // those that ail are drawn last, above the others
        List<ClusterMark> clusters = new ArrayList<>(picture.clusters());
        clusters.sort(Comparator.comparingInt(FleetPainter::urgency));
        for (ClusterMark cluster : clusters) {
            double x = camera.screenX(cluster.x());
            double y = camera.screenY(cluster.y());
            if (isOut(camera, x, y, 40)) {
                continue;
            }
            boolean marked =
                    is(selection, cluster.ref())
                            || is(hovered, cluster.ref())
                            || sketch.target().equals(Optional.of(cluster.ref()));
            if (open) {
                ground(cluster, x, y, marked);
            } else {
                ring(picture, cluster, camera, x, y, most, marked);
            }
        }
        if (open) {
            servers(picture, camera, selection, hovered, most);
        } else {
            loose(picture, camera, selection);
        }
        if (camera.zoom() >= NAME_ZOOM) {
            clusters.forEach(cluster -> names.add(box(cluster, camera, open)));
            clusters.reversed().forEach(cluster -> name(cluster, camera, open));
        }
    }

    private static int urgency(ClusterMark cluster) {
        Tally tally = cluster.tally();
        return tally.count(ServerState.SILENT) * 1000 / Math.max(1, tally.total())
                + (tally.isCritical() ? 2000 : tally.alarms() > 0 ? 1000 : 0);
    }

    private static boolean isOut(Camera camera, double x, double y, double margin) {
        return x < -margin
                || y < -margin
                || x > camera.width() + margin
                || y > camera.height() + margin;
    }

    private static boolean is(Pick pick, Ref<ClusterId> ref) {
        return pick instanceof Pick.OfCluster(Ref<ClusterId> chosen) && chosen.equals(ref);
    }

    private static boolean is(Pick pick, ServerId id) {
        return pick instanceof Pick.OfServer(ServerId chosen) && chosen.equals(id);
    }

    // --- clusters -----------------------------------------------------------------------------

    private void ring(
            MapPicture picture,
            ClusterMark cluster,
            Camera camera,
            double x,
            double y,
            double most,
            boolean marked) {
        double radius = Picker.radius(cluster, camera);
        disc(x, y, radius + 1.5, inks.apply(Ink.GROUND));
        switch (picture.overlay()) {
            case STATE -> states(cluster.tally(), x, y, radius);
            case TRAFFIC -> traffic(cluster.tally(), x, y, radius, most);
            case ALARMS -> alarms(cluster.tally(), x, y, radius);
            case FILL -> fill(cluster.tally(), x, y, radius);
        }
        if (cluster.edited()) {
            edited(x, y, radius + 3.5);
        }
        if (marked) {
            halo(x, y, radius + 4);
        }
    }

    private void states(Tally tally, double x, double y, double radius) {
        double width = Math.max(2.5, radius * 0.36);
        double at = 90;
        g.setLineWidth(width);
        g.setLineCap(StrokeLineCap.BUTT);
        double r = radius - width / 2;
        if (tally.total() == 0) {
            arc(x, y, r, 0, 360, inks.apply(Ink.MUTED));
            return;
        }
        if (tally.count(ServerState.ONLINE) == tally.total()) {
            g.setStroke(inks.apply(Ink.GOOD));
            g.strokeOval(x - r, y - r, 2 * r, 2 * r);
            return;
        }
        arc(x, y, r, 0, 360, inks.apply(Ink.GOOD));
        for (ServerState state : AROUND) {
            if (tally.count(state) > 0 && state != ServerState.ONLINE) {
                double share = Math.max(LEAST_ARC, 360.0 * tally.count(state) / tally.total());
                arc(x, y, r, at, -Math.min(share, at + 270), inks.apply(ink(state)));
                at = Math.max(-270, at - share);
            }
        }
    }

    private void traffic(Tally tally, double x, double y, double radius, double most) {
        double share = most <= 0 ? 0 : Math.sqrt(tally.bits() / most);
        Color ink = inks.apply(Ink.INFO);
        double r = Math.max(1.5, radius * 1.7 * share);
        disc(x, y, r, ink.deriveColor(0, 1, 1, 0.45));
        g.setStroke(ink);
        g.setLineWidth(1.4);
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
    }

    private void alarms(Tally tally, double x, double y, double radius) {
        if (tally.alarms() == 0) {
            g.setLineWidth(2);
            arc(x, y, radius - 1.5, 0, 360, inks.apply(Ink.MUTED).deriveColor(0, 1, 1, 0.6));
            return;
        }
        double r = Math.max(8, radius);
        disc(x, y, r, inks.apply(tally.isCritical() ? Ink.BAD : Ink.WARN));
        g.setFill(inks.apply(Ink.GROUND));
        g.setFont(COUNT);
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(tally.alarms() > 99 ? "99+" : String.valueOf(tally.alarms()), x, y);
    }

    private void fill(Tally tally, double x, double y, double radius) {
        double width = Math.max(2.5, radius * 0.36);
        double r = radius - width / 2;
        g.setLineWidth(width);
        g.setLineCap(StrokeLineCap.BUTT);
        Color track = inks.apply(Ink.MUTED).deriveColor(0, 1, 1, 0.35);
        if (tally.assigned() == 0) {
            g.setLineWidth(1.5);
            arc(x, y, r, 0, 360, track);
            return;
        }
        arc(x, y, r, 0, 360, track);
        double done = 360 * tally.filled();
        Ink ink = tally.filled() >= 1 ? Ink.GOOD : Ink.INFO;
        arc(x, y, r, 90, -done, inks.apply(ink));
        double failed = 360.0 * tally.count(ReplicaState.FAILED) / tally.assigned();
        if (failed > 0) {
            arc(x, y, r, 90 + Math.max(12, failed), -Math.max(12, failed), inks.apply(Ink.BAD));
        }
    }

    /// The place of an opened cluster, behind its servers.
    private void ground(ClusterMark cluster, double x, double y, boolean marked) {
        double r = ServerMark.spiral(cluster.tally().total()) + 3;
        disc(x, y, r, inks.apply(Ink.GROUND).deriveColor(0, 1, 1, 0.55));
        g.setLineWidth(1);
        g.setStroke(inks.apply(Ink.MUTED).deriveColor(0, 1, 1, 0.5));
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
        if (cluster.edited()) {
            edited(x, y, r + 2);
        }
        if (marked) {
            halo(x, y, r + 2);
        }
    }

    private static double reach(ClusterMark cluster, Camera camera, boolean open) {
        return open
                ? ServerMark.spiral(cluster.tally().total()) + 5
                : Picker.radius(cluster, camera) + 4;
    }

    /// The ground that a cluster takes: no name stands on another one's.
    private static double[] box(ClusterMark cluster, Camera camera, boolean open) {
        double r = reach(cluster, camera, open) - 4;
        double x = camera.screenX(cluster.x());
        double y = camera.screenY(cluster.y());
        return new double[] {x - r, y - r * 0.7, x + r, y + r * 0.7};
    }

    private void name(ClusterMark cluster, Camera camera, boolean open) {
        double r = reach(cluster, camera, open);
        double x = Math.rint(camera.screenX(cluster.x()) + r);
        double y = Math.rint(camera.screenY(cluster.y()));
        if (isOut(camera, x, y, 60)) {
            return;
        }
        String text = cluster.plan().name();
        double[] box = {x - 2, y - 7, x + text.length() * 6.3, y + 7};
        if (names.stream().anyMatch(other -> LandPainter.meet(box, other))) {
            return;
        }
        names.add(box);
        g.setFont(NAME);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.setFill(inks.apply(Ink.HALO));
        g.fillText(text, x + 1, y + 1);
        g.setFill(inks.apply(Ink.TEXT));
        g.fillText(text, x, y);
    }

    // --- servers ------------------------------------------------------------------------------

    private void servers(
            MapPicture picture, Camera camera, Pick selection, Pick hovered, double most) {
        double busiest = most / 8;
        for (ServerMark mark : picture.servers()) {
            double x = camera.screenX(mark.x()) + mark.offsetX();
            double y = camera.screenY(mark.y()) + mark.offsetY();
            if (isOut(camera, x, y, DOT)) {
                continue;
            }
            dot(picture.overlay(), mark, x, y, busiest);
            if (mark.edited()) {
                edited(x, y, 6);
            }
            if (is(selection, mark.id()) || is(hovered, mark.id())) {
                halo(x, y, 6.5);
            }
        }
    }

    /// Servers that are in no cluster are there at any zoom: nothing else stands for them.
    private void loose(MapPicture picture, Camera camera, Pick selection) {
        for (ServerMark mark : picture.servers()) {
            if (mark.cluster().isEmpty()) {
                double x = camera.screenX(mark.x());
                double y = camera.screenY(mark.y());
                if (!isOut(camera, x, y, DOT)) {
                    disc(x, y, 5, inks.apply(Ink.GROUND));
                    state(mark.state(), x, y);
                    if (is(selection, mark.id())) {
                        halo(x, y, 6.5);
                    }
                }
            }
        }
    }

    private void dot(Overlay overlay, ServerMark mark, double x, double y, double busiest) {
        switch (overlay) {
            case STATE -> state(mark.state(), x, y);
            case TRAFFIC -> {
                double share = Math.sqrt(Math.clamp(mark.bits() / Math.max(1, busiest), 0, 1));
                disc(x, y, 1.5 + 3 * share, inks.apply(Ink.INFO));
            }
            case ALARMS -> {
                switch (mark.alarm()) {
                    case NONE -> disc(x, y, 2, inks.apply(Ink.MUTED));
                    case WARNING -> disc(x, y, 4.5, inks.apply(Ink.WARN));
                    case CRITICAL -> disc(x, y, 4.5, inks.apply(Ink.BAD));
                }
            }
            case FILL -> replica(mark, x, y);
        }
    }

    private void state(ServerState state, double x, double y) {
        switch (state) {
            case ONLINE -> disc(x, y, DOT / 2, inks.apply(Ink.GOOD));
            case SILENT -> cross(x, y);
            case DRAINING, JOINING, MAINTENANCE, RETIRED -> {
                g.setLineWidth(1.8);
                arc(x, y, DOT / 2 - 0.6, 0, 360, inks.apply(ink(state)));
            }
        }
    }

    private void replica(ServerMark mark, double x, double y) {
        if (mark.replica().isEmpty()) {
            disc(x, y, 1.5, inks.apply(Ink.MUTED));
            return;
        }
        switch (mark.replica().get()) {
            case VERIFIED -> disc(x, y, DOT / 2, inks.apply(Ink.GOOD));
            case FAILED -> cross(x, y);
            case MISSING, REMOVING -> {
                g.setLineWidth(1.5);
                arc(x, y, DOT / 2 - 0.6, 0, 360, inks.apply(Ink.MUTED));
            }
            case FILLING -> {
                g.setLineWidth(1.5);
                arc(x, y, DOT / 2 - 0.2, 0, 360, inks.apply(Ink.INFO));
                g.setFill(inks.apply(Ink.INFO));
                double r = DOT / 2;
                g.fillArc(x - r, y - r, DOT, DOT, 90, -360 * mark.filled(), ArcType.ROUND);
            }
        }
    }

    static Ink ink(ServerState state) {
        return switch (state) {
            case ONLINE -> Ink.GOOD;
            case SILENT -> Ink.BAD;
            case DRAINING -> Ink.WARN;
            case JOINING -> Ink.INFO;
            case MAINTENANCE, RETIRED -> Ink.MUTED;
        };
    }

    // --- strokes ------------------------------------------------------------------------------

    private void disc(double x, double y, double r, Color ink) {
        g.setFill(ink);
        g.fillOval(x - r, y - r, 2 * r, 2 * r);
    }

    private void arc(double x, double y, double r, double from, double extent, Color ink) {
        g.setStroke(ink);
        g.strokeArc(x - r, y - r, 2 * r, 2 * r, from, extent, ArcType.OPEN);
    }

    private void cross(double x, double y) {
        g.setStroke(inks.apply(Ink.BAD));
        g.setLineWidth(2);
        g.strokeLine(x - 3, y - 3, x + 3, y + 3);
        g.strokeLine(x + 3, y - 3, x - 3, y + 3);
    }

    private void halo(double x, double y, double r) {
        g.setStroke(inks.apply(Ink.ACCENT));
        g.setLineWidth(2);
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
    }

    private void edited(double x, double y, double r) {
        g.setStroke(inks.apply(Ink.TEXT));
        g.setLineWidth(1);
        g.setLineDashes(3, 3);
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
        g.setLineDashes();
    }
}
