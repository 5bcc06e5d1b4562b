package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.Mercator;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;

/// Turns what the mouse does with a tool into drafts. On the screen's thread.
///
/// What is half drawn is here and in no draft: neither a new picture of the fleet nor a lost line
/// touches it. Pixels are the view's.
public final class DrawingModel {
    /// How near in pixels counts as on it.
    static final double REACH = 10;

    /// A lasso's or rectangle's corner is worth noting after so many pixels.
    private static final double STROKE = 3;

    /// What a drawing needs of the map around it.
    interface Surroundings {
        MapPicture picture();

        Pick selection();

        void select(Pick pick);

        void say(Message message);
    }

    private final Surroundings map;
    private final Edits edits;
    private final ObjectProperty<Tool> tool = new SimpleObjectProperty<>(Tool.SELECT);
    private final ReadOnlyObjectWrapper<Sketch> sketch = new ReadOnlyObjectWrapper<>(Sketch.NONE);
    private final List<Coordinate> corners = new ArrayList<>();
    private @Nullable Consumer<Coordinate> dragging;
    private @Nullable Runnable dropping;

    DrawingModel(Surroundings map, Edits edits) {
        this.map = map;
        this.edits = edits;
        tool.addListener((property, old, now) -> cancel());
    }

    public ObjectProperty<Tool> toolProperty() {
        return tool;
    }

    public ReadOnlyObjectProperty<Sketch> sketchProperty() {
        return sketch.getReadOnlyProperty();
    }

    /// Whether something is half drawn.
    public boolean isDrawing() {
        return !corners.isEmpty() || dragging != null;
    }

    /// Takes a press of the main button, or leaves it to the map.
    ///
    /// @param free whether snapping is off
    /// @return whether the drawing takes it
    public boolean press(Camera camera, double px, double py, boolean free) {
        Coordinate at = new Coordinate(camera.mapX(px), camera.mapY(py));
        return switch (tool.get()) {
            case SELECT -> false;
            case POLYGON -> {
                corner(camera, at, free);
                yield true;
            }
            case RECTANGLE -> {
                rectangle(camera, at, free);
                yield true;
            }
            case CLUSTER -> {
                edits.placeCluster(Mercator.place(at.x, at.y));
                yield true;
            }
            case LASSO -> {
                lasso(camera, at);
                yield true;
            }
            case ARRANGE -> grab(camera, px, py);
        };
    }

    public void drag(Camera camera, double px, double py, boolean free) {
        if (dragging != null) {
            Coordinate at = new Coordinate(camera.mapX(px), camera.mapY(py));
            dragging.accept(free ? at : snap(camera, at, editedRegion()).orElse(at));
        }
    }

    public void release() {
        Runnable drop = dropping;
        dragging = null;
        dropping = null;
        if (drop != null) {
            drop.run();
        }
    }

    /// Follows the pointer, to show where the next corner would be.
    public void hover(Camera camera, double px, double py, boolean free) {
        if (tool.get() != Tool.POLYGON) {
            return;
        }
        Coordinate at = new Coordinate(camera.mapX(px), camera.mapY(py));
        boolean closes = closes(camera, at);
        Optional<Coordinate> snapped = free ? Optional.empty() : snap(camera, at, null);
        Coordinate cursor = closes ? corners.getFirst() : snapped.orElse(at);
        sketch.set(
                Sketch.line(corners, Optional.of(cursor), closes || snapped.isPresent(), closes));
    }

    /// Closes the line that is being drawn.
    public void finish() {
        if (tool.get() == Tool.POLYGON && !corners.isEmpty()) {
            finishRegion();
        }
    }

    /// Takes the last corner back.
    ///
    /// @return whether there was one
    public boolean takeBack() {
        if (corners.isEmpty() || tool.get() != Tool.POLYGON) {
            return false;
        }
        corners.removeLast();
        sketch.set(
                corners.isEmpty()
                        ? Sketch.NONE
                        : Sketch.line(corners, Optional.empty(), false, false));
        return true;
    }

    /// Forgets what is half drawn.
    public void cancel() {
        corners.clear();
        dragging = null;
        dropping = null;
        sketch.set(Sketch.NONE);
    }

    /// Takes a corner out of the chosen region.
    ///
    /// @return whether one was there
    public boolean removeCorner(Camera camera, double px, double py) {
        Optional<RegionMark> region = chosenRegion();
        if (tool.get() != Tool.ARRANGE || region.isEmpty()) {
            return false;
        }
        int corner = cornerAt(region.get(), camera, px, py);
        if (corner < 0) {
            return false;
        }
        List<GeoPoint> left = new ArrayList<>(region.get().plan().area());
        if (left.size() <= 3) {
            map.say(Message.of("map.error.three"));
            return true;
        }
        left.remove(corner);
        edits.shape(region.get().plan(), left);
        return true;
    }

    private void corner(Camera camera, Coordinate at, boolean free) {
        if (closes(camera, at)) {
            finishRegion();
            return;
        }
        Coordinate next = free ? at : snap(camera, at, null).orElse(at);
        if (corners.isEmpty() || !near(camera, corners.getLast(), next, 2)) {
            corners.add(next);
        }
        sketch.set(Sketch.line(corners, Optional.of(next), false, false));
    }

    private boolean closes(Camera camera, Coordinate at) {
        return corners.size() >= 3 && near(camera, corners.getFirst(), at, REACH);
    }

    private void finishRegion() {
        List<GeoPoint> area = corners.stream().map(at -> Mercator.place(at.x, at.y)).toList();
        if (edits.addRegion(area)) {
            cancel();
            tool.set(Tool.ARRANGE);
        }
    }

    private void rectangle(Camera camera, Coordinate at, boolean free) {
        Coordinate first = free ? at : snap(camera, at, null).orElse(at);
        dragging =
                to -> {
                    corners.clear();
                    if (!near(camera, first, to, STROKE)) {
                        corners.add(first);
                        corners.add(new Coordinate(to.x, first.y));
                        corners.add(to);
                        corners.add(new Coordinate(first.x, to.y));
                    }
                    sketch.set(Sketch.line(corners, Optional.of(to), false, true));
                };
        dropping =
                () -> {
                    if (corners.isEmpty()) {
                        cancel();
                    } else {
                        finishRegion();
                        corners.clear();
                        sketch.set(Sketch.NONE);
                    }
                };
    }

    private void lasso(Camera camera, Coordinate at) {
        corners.clear();
        corners.add(at);
        dragging =
                to -> {
                    if (!near(camera, corners.getLast(), to, STROKE)) {
                        corners.add(to);
                    }
                    int caught = Picker.within(map.picture(), camera, corners).size();
                    sketch.set(
                            new Sketch(
                                    corners,
                                    Optional.of(to),
                                    false,
                                    true,
                                    Optional.empty(),
                                    Optional.empty(),
                                    caught));
                };
        dropping =
                () -> {
                    List<ServerId> caught = Picker.within(map.picture(), camera, corners);
                    cancel();
                    if (edits.gather(caught)) {
                        tool.set(Tool.ARRANGE);
                    }
                };
    }

    /// A corner of the chosen region, the middle of one of its sides, a server, a cluster.
    private boolean grab(Camera camera, double px, double py) {
        Optional<RegionMark> region = chosenRegion();
        if (region.isPresent() && grabOutline(region.get(), camera, px, py)) {
            return true;
        }
        Pick under = Picker.at(map.picture(), camera, px, py);
        return switch (under) {
            case Pick.OfServer(ServerId id) -> {
                map.select(under);
                carry(camera, id);
                yield true;
            }
            case Pick.OfCluster cluster -> {
                map.select(under);
                moveCluster(cluster);
                yield true;
            }
            case Pick.OfRegion _, Pick.Nothing _ -> false;
        };
    }

    private boolean grabOutline(RegionMark region, Camera camera, double px, double py) {
        List<Coordinate> points =
                new ArrayList<>(region.shape().map(Areas::points).orElse(List.of()));
        int corner = cornerAt(region, camera, px, py);
        if (corner < 0) {
            for (int i = 0; i < points.size() && corner < 0; i++) {
                Coordinate middle = middle(points, i);
                if (isAt(camera, middle, px, py)) {
                    corner = i + 1;
                    points.add(corner, middle);
                }
            }
        }
        if (corner < 0) {
            return false;
        }
        int moved = corner;
        double turn = points.get(moved).x - camera.near(points.get(moved).x);
        boolean[] hasMoved = {false};
        dragging =
                to -> {
                    hasMoved[0] = true;
                    points.set(moved, new Coordinate(to.x + turn, to.y));
                    sketch.set(
                            new Sketch(
                                    points,
                                    Optional.of(to),
                                    false,
                                    true,
                                    Optional.of(region.ref()),
                                    Optional.empty(),
                                    0));
                };
        dropping =
                () -> {
                    sketch.set(Sketch.NONE);
                    if (hasMoved[0]) {
                        edits.shape(
                                region.plan(),
                                points.stream().map(at -> Mercator.place(at.x, at.y)).toList());
                    }
                };
        return true;
    }

    private void carry(Camera camera, ServerId server) {
        boolean[] hasMoved = {false};
        dragging =
                to -> {
                    hasMoved[0] = true;
                    double px = camera.screenX(to.x);
                    double py = camera.screenY(to.y);
                    sketch.set(
                            new Sketch(
                                    List.of(),
                                    Optional.of(to),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Picker.clusterAt(map.picture(), camera, px, py)
                                            .map(MapPicture.ClusterMark::ref),
                                    1));
                };
        dropping =
                () -> {
                    Optional<Ref<org.vdeli.contracts.id.ClusterId>> target = sketch.get().target();
                    sketch.set(Sketch.NONE);
                    if (hasMoved[0] && target.isPresent()) {
                        edits.move(List.of(server), target.get());
                    }
                };
    }

    private void moveCluster(Pick.OfCluster cluster) {
        Coordinate[] last = new Coordinate[1];
        dragging =
                to -> {
                    last[0] = to;
                    sketch.set(
                            new Sketch(
                                    List.of(),
                                    Optional.of(to),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.of(cluster.ref()),
                                    0));
                };
        dropping =
                () -> {
                    sketch.set(Sketch.NONE);
                    if (last[0] != null) {
                        edits.relocate(cluster.ref(), Mercator.place(last[0].x, last[0].y));
                    }
                };
    }

    private Optional<RegionMark> chosenRegion() {
        return map.selection() instanceof Pick.OfRegion(Ref<RegionId> ref)
                ? map.picture().region(ref)
                : Optional.empty();
    }

    private @Nullable Ref<RegionId> editedRegion() {
        return sketch.get().shaped().orElse(null);
    }

    private static int cornerAt(RegionMark region, Camera camera, double px, double py) {
        List<Coordinate> points = region.shape().map(Areas::points).orElse(List.of());
        for (int i = 0; i < points.size(); i++) {
            if (isAt(camera, points.get(i), px, py)) {
                return i;
            }
        }
        return -1;
    }

    static Coordinate middle(List<Coordinate> points, int side) {
        Coordinate a = points.get(side);
        Coordinate b = points.get((side + 1) % points.size());
        return new Coordinate((a.x + b.x) / 2, (a.y + b.y) / 2);
    }

    private static boolean isAt(Camera camera, Coordinate point, double px, double py) {
        return Math.hypot(camera.screenX(point.x) - px, camera.screenY(point.y) - py) <= REACH;
    }

    private static boolean near(Camera camera, Coordinate a, Coordinate b, double pixels) {
        return a.distance(b) * camera.scale() <= pixels;
    }

    /// The nearest corner, or else side, of a region's outline within reach.
    private Optional<Coordinate> snap(
            Camera camera, Coordinate at, @Nullable Ref<RegionId> except) {
        double least = REACH / camera.scale();
        Optional<Coordinate> best = Optional.empty();
        for (RegionMark region : map.picture().regions()) {
            if (region.shape().isEmpty() || region.ref().equals(except)) {
                continue;
            }
            Optional<Coordinate> near = region.shape().get().nearest(at.x, at.y, least);
            if (near.isPresent()) {
                best = near;
                least = Math.min(least, near.get().distance(at));
            }
        }
        return best;
    }
}
