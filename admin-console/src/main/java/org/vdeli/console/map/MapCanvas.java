package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Point2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.WorldMap;

/// The map itself: two canvases and their movement.
///
/// The lower one (land, regions) is larger than the view by [#MARGIN] on each side: a pan shifts it
/// by whole pixels and draws it anew only when the margin is used up; a zoom draws it at each step.
/// The upper one (clusters, servers, what is being drawn) is drawn at each step. Nothing is drawn
/// while nothing moves. The mouse and the keys are [MapInput]'s.
final class MapCanvas extends Region {
    private static final double MARGIN = 256;

    /// Three quarters of a glide are done in 80 ms: felt as smooth, and never waited for.
    private static final double GLIDE_SECONDS = 0.058;

    private static final StyleablePropertyFactory<MapCanvas> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final Map<Ink, CssMetaData<MapCanvas, Paint>> METADATA =
            new EnumMap<>(Ink.class);

    static {
        for (Ink ink : Ink.values()) {
            METADATA.put(
                    ink,
                    STYLES.createPaintCssMetaData(
                            ink.property(), map -> map.property(ink), Color.GRAY));
        }
    }

    private final MapModel model;
    private final Map<Ink, SimpleStyleableObjectProperty<Paint>> inks = new EnumMap<>(Ink.class);
    private final Canvas land = new Canvas();
    private final Canvas fleet = new Canvas();
    private final Rectangle clip = new Rectangle();
    private final LandPainter landPainter;
    private final FleetPainter fleetPainter;
    private final SketchPainter sketchPainter;
    private final ReadOnlyObjectWrapper<Pick> hovered =
            new ReadOnlyObjectWrapper<>(new Pick.Nothing());
    private final AnimationTimer frames =
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    frame(now);
                }
            };

    /// Has the land drawn in full once a zoom has come to rest.
    private final PauseTransition settle = new PauseTransition(Duration.millis(120));

    private LandPainter.@Nullable Frame drawn;
    private Camera target;
    private double glide;
    private double glideX;
    private double glideY;
    private long last;
    private boolean running;
    private boolean landDirty = true;
    private boolean fleetDirty = true;
    private boolean gliding;

    MapCanvas(MapModel model, WorldMap world) {
        this.model = model;
        this.target = model.cameraProperty().get();
        for (Ink ink : Ink.values()) {
            inks.put(ink, paint(ink));
        }
        landPainter = new LandPainter(world, this::colour);
        GraphicsContext above = fleet.getGraphicsContext2D();
        fleetPainter = new FleetPainter(above, this::colour);
        sketchPainter = new SketchPainter(above, this::colour);
        settle.setOnFinished(_ -> {
            landDirty = true;
            soon();
        });
        getStyleClass().add("world-map");
        setId("map");
        setFocusTraversable(true);
        land.setManaged(false);
        fleet.setManaged(false);
        land.setMouseTransparent(true);
        fleet.setMouseTransparent(true);
        getChildren().addAll(land, fleet);
        setClip(clip);
        setPickOnBounds(true);
        model.pictureProperty()
                .addListener((property, old, now) -> {
                    if (!sameRegions(old, now)) {
                        landDirty = true;
                    }
                    soon();
                });
        model.selectionProperty()
                .addListener((property, old, now) -> {
                    landDirty |= old instanceof Pick.OfRegion || now instanceof Pick.OfRegion;
                    soon();
                });
        model.drawing()
                .sketchProperty()
                .addListener((property, old, now) -> {
                    landDirty |= !old.shaped().equals(now.shaped());
                    soon();
                });
        model.drawing().toolProperty().addListener((property, old, now) -> soon());
        model.cameraProperty().addListener((property, old, now) -> soon());
        sceneProperty().addListener((property, old, now) -> soon());
    }

    /// What is under the pointer.
    ReadOnlyObjectProperty<Pick> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    Camera camera() {
        return model.cameraProperty().get();
    }

    void hover(Pick pick) {
        if (!pick.equals(hovered.get())) {
            hovered.set(pick);
            soon();
        }
    }

    /// Moves the map with the pointer, at once.
    void pan(double dx, double dy) {
        stopGliding();
        show(camera().panned(dx, dy));
    }

    /// Zooms smoothly about a point of the view.
    void zoom(double factor, double px, double py) {
        if (gliding) {
            stopGliding();
        }
        glide += Math.log(factor);
        glideX = px;
        glideY = py;
        soon();
    }

    /// Flies to another part of the map.
    void flyTo(Camera there) {
        glide = 0;
        target = there;
        gliding = true;
        soon();
    }

    private void stopGliding() {
        gliding = false;
        glide = 0;
    }

    private void show(Camera camera) {
        model.cameraProperty().set(camera);
        soon();
    }

    /// Where a point of the map is in the view.
    Point2D pixel(double mapX, double mapY) {
        return new Point2D(camera().screenX(mapX), camera().screenY(mapY));
    }

    private void soon() {
        fleetDirty = true;
        if (!running && getScene() != null) {
            running = true;
            last = 0;
            frames.start();
        }
    }

    private void frame(long now) {
        double seconds = last == 0 ? 0.016 : Math.min(0.1, (now - last) / 1e9);
        last = now;
        double share = 1 - Math.exp(-seconds / GLIDE_SECONDS);
        if (gliding) {
            Camera next = camera().toward(target, share);
            if (next.isNear(target)) {
                next = target;
                gliding = false;
            }
            show(next);
        } else if (glide != 0) {
            double step = Math.abs(glide) < 0.004 ? glide : glide * share;
            glide -= step;
            show(camera().zoomed(Math.exp(step), glideX, glideY));
        }
        if (fleetDirty) {
            fleetDirty = false;
            paint();
        } else if (!gliding && glide == 0) {
            running = false;
            frames.stop();
        }
    }

    private void paint() {
        if (getWidth() < 1 || getHeight() < 1) {
            return;
        }
        paintLand();
        GraphicsContext g = fleet.getGraphicsContext2D();
        g.clearRect(0, 0, fleet.getWidth(), fleet.getHeight());
        MapPicture picture = model.picture();
        Sketch sketch = model.drawing().sketchProperty().get();
        fleetPainter.draw(picture, camera(), model.selection(), hovered.get(), sketch);
        sketchPainter.draw(
                picture, camera(), model.selection(), model.drawing().toolProperty().get(), sketch);
    }

    private void paintLand() {
        Camera camera = camera();
        double dx = 0;
        double dy = 0;
        LandPainter.Frame before = drawn;
        if (before != null) {
            dx = Math.IEEEremainder(camera.originX() + MARGIN - before.originX(), camera.scale());
            dx = Math.rint(dx);
            dy = camera.originY() + MARGIN - before.originY();
        }
        if (before == null
                || landDirty
                || before.scale() != camera.scale()
                || Math.abs(dx) > MARGIN
                || Math.abs(dy) > MARGIN) {
            boolean hasty = before != null && before.scale() != camera.scale();
            if (hasty) {
                settle.playFromStart();
            }
            LandPainter.Frame frame =
                    new LandPainter.Frame(
                            camera.scale(),
                            camera.originX() + MARGIN,
                            camera.originY() + MARGIN,
                            land.getWidth(),
                            land.getHeight(),
                            hasty);
            landPainter.draw(
                    land.getGraphicsContext2D(),
                    frame,
                    model.picture(),
                    model.selection(),
                    model.drawing().sketchProperty().get());
            drawn = frame;
            landDirty = false;
            dx = 0;
            dy = 0;
        }
        land.setLayoutX(dx - MARGIN);
        land.setLayoutY(dy - MARGIN);
    }

    private static boolean sameRegions(MapPicture old, MapPicture now) {
        if (old.regions().size() != now.regions().size()) {
            return false;
        }
        for (int i = 0; i < old.regions().size(); i++) {
            var a = old.regions().get(i);
            var b = now.regions().get(i);
            if (!a.plan().equals(b.plan()) || a.edited() != b.edited() || a.hue() != b.hue()) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void layoutChildren() {
        double width = Math.ceil(getWidth());
        double height = Math.ceil(getHeight());
        if (fleet.getWidth() != width || fleet.getHeight() != height) {
            clip.setWidth(width);
            clip.setHeight(height);
            fleet.setWidth(width);
            fleet.setHeight(height);
            land.setWidth(width + 2 * MARGIN);
            land.setHeight(height + 2 * MARGIN);
            landDirty = true;
            stopGliding();
            model.cameraProperty()
                    .set(
                            drawn == null
                                    ? Camera.world(width, height)
                                    : camera().resized(width, height));
            soon();
        }
    }

    private StyleableProperty<Paint> property(Ink ink) {
        return java.util.Objects.requireNonNull(inks.get(ink));
    }

    private Color colour(Ink ink) {
        return property(ink).getValue() instanceof Color colour ? colour : Color.GRAY;
    }

    private SimpleStyleableObjectProperty<Paint> paint(Ink ink) {
        SimpleStyleableObjectProperty<Paint> property =
                new SimpleStyleableObjectProperty<>(
                        java.util.Objects.requireNonNull(METADATA.get(ink)),
                        this,
                        ink.property(),
                        Color.GRAY);
        property.addListener((observable, old, now) -> {
            landDirty = true;
            soon();
        });
        return property;
    }

    /// The properties that the stylesheet may set.
    public static List<CssMetaData<? extends Styleable, ?>> getClassCssMetaData() {
        List<CssMetaData<? extends Styleable, ?>> all =
                new ArrayList<>(Region.getClassCssMetaData());
        all.addAll(METADATA.values());
        return all;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return getClassCssMetaData();
    }
}
