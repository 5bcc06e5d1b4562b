package org.vdeli.console.map;

import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.vdeli.console.geo.Camera;

/// What the mouse and the keys do on the map.
///
/// The main button chooses, or does what the tool does; dragging what nothing takes moves the map,
/// and so do the other buttons always. The wheel zooms to the pointer. Alt draws without snapping.
final class MapInput {
    /// A press that moves less is a click.
    private static final double CLICK = 4;

    private static final double KEY_PAN = 120;
    private static final double KEY_ZOOM = 1.6;

    private final MapModel model;
    private final MapCanvas map;
    private final Consumer<Pick> enter;
    private double pressX;
    private double pressY;
    private double lastX;
    private double lastY;
    private boolean taken;
    private boolean panning;

    /// @param enter goes nearer to something
    MapInput(MapModel model, MapCanvas map, Consumer<Pick> enter) {
        this.model = model;
        this.map = map;
        this.enter = enter;
        map.setOnMousePressed(this::press);
        map.setOnMouseDragged(this::drag);
        map.setOnMouseReleased(this::release);
        map.setOnMouseMoved(this::move);
        map.setOnMouseExited(_ -> map.hover(new Pick.Nothing()));
        map.setOnScroll(this::scroll);
        model.drawing().toolProperty().addListener((property, old, now) -> cursor(now));
    }

    private void press(MouseEvent event) {
        map.requestFocus();
        pressX = lastX = event.getX();
        pressY = lastY = event.getY();
        panning = false;
        taken =
                event.getButton() == MouseButton.PRIMARY
                        && event.getClickCount() == 1
                        && model.drawing()
                                .press(map.camera(), event.getX(), event.getY(), event.isAltDown());
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            twice(event);
        }
    }

    private void twice(MouseEvent event) {
        taken = true;
        if (model.drawing().toolProperty().get() == Tool.POLYGON) {
            model.drawing().finish();
        } else if (!model.drawing().removeCorner(map.camera(), event.getX(), event.getY())) {
            enter.accept(at(event));
        }
    }

    private void drag(MouseEvent event) {
        if (taken) {
            if (moved(event)) {
                map.hover(new Pick.Nothing());
                model.drawing().drag(map.camera(), event.getX(), event.getY(), event.isAltDown());
            }
            return;
        }
        if (!panning && !moved(event)) {
            return;
        }
        panning = true;
        map.setCursor(Cursor.CLOSED_HAND);
        map.pan(event.getX() - lastX, event.getY() - lastY);
        lastX = event.getX();
        lastY = event.getY();
    }

    private boolean moved(MouseEvent event) {
        return Math.hypot(event.getX() - pressX, event.getY() - pressY) > CLICK || panning;
    }

    private void release(MouseEvent event) {
        if (taken) {
            model.drawing().release();
        } else if (!panning && event.getButton() == MouseButton.PRIMARY) {
            model.select(at(event));
        }
        panning = false;
        taken = false;
        cursor(model.drawing().toolProperty().get());
    }

    private void move(MouseEvent event) {
        lastX = event.getX();
        lastY = event.getY();
        model.drawing().hover(map.camera(), event.getX(), event.getY(), event.isAltDown());
        Tool tool = model.drawing().toolProperty().get();
        map.hover(tool == Tool.SELECT || tool == Tool.ARRANGE ? at(event) : new Pick.Nothing());
    }

    private void scroll(ScrollEvent event) {
        if (event.getDeltaY() != 0) {
            map.zoom(Math.exp(event.getDeltaY() * 0.006), event.getX(), event.getY());
        }
        event.consume();
    }

    private Pick at(MouseEvent event) {
        return Picker.at(model.picture(), map.camera(), event.getX(), event.getY());
    }

    private void cursor(Tool tool) {
        map.setCursor(
                switch (tool) {
                    case SELECT, ARRANGE -> Cursor.DEFAULT;
                    case POLYGON, RECTANGLE, CLUSTER, LASSO -> Cursor.CROSSHAIR;
                });
    }

    /// Keys that work wherever the focus is on the map's screen, text fields aside.
    void key(KeyEvent event) {
        boolean done = event.isShortcutDown() ? shortcut(event) : plain(event.getCode());
        if (done) {
            event.consume();
        }
    }

    private boolean shortcut(KeyEvent event) {
        switch (event.getCode()) {
            case Z -> {
                if (event.isShiftDown()) {
                    model.redo();
                } else {
                    model.undo();
                }
            }
            case Y -> model.redo();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean plain(KeyCode code) {
        Camera camera = map.camera();
        switch (code) {
            case LEFT -> map.flyTo(camera.panned(KEY_PAN, 0));
            case RIGHT -> map.flyTo(camera.panned(-KEY_PAN, 0));
            case UP -> map.flyTo(camera.panned(0, KEY_PAN));
            case DOWN -> map.flyTo(camera.panned(0, -KEY_PAN));
            case PLUS, EQUALS, ADD -> zoom(KEY_ZOOM);
            case MINUS, SUBTRACT -> zoom(1 / KEY_ZOOM);
            case HOME, DIGIT0 -> map.flyTo(Camera.world(camera.width(), camera.height()));
            case ENTER -> {
                if (model.drawing().isDrawing()) {
                    model.drawing().finish();
                } else {
                    enter.accept(model.selection());
                }
            }
            case DELETE -> model.deleteChosen();
            case ESCAPE -> escape();
            default -> {
                return tool(code);
            }
        }
        return true;
    }

    private boolean tool(KeyCode code) {
        Tool tool =
                switch (code) {
                    case V -> Tool.SELECT;
                    case A -> Tool.ARRANGE;
                    case R -> Tool.POLYGON;
                    case B -> Tool.RECTANGLE;
                    case C -> Tool.CLUSTER;
                    case L -> Tool.LASSO;
                    default -> null;
                };
        if (tool == null || !model.allowedProperty().get()) {
            return false;
        }
        model.drawing().toolProperty().set(tool);
        return true;
    }

    /// Out of the innermost thing that is open.
    private void escape() {
        if (model.drawing().isDrawing()) {
            model.drawing().cancel();
        } else if (model.drawing().toolProperty().get() != Tool.SELECT) {
            model.drawing().toolProperty().set(Tool.SELECT);
        } else {
            model.select(new Pick.Nothing());
        }
    }

    void zoom(double factor) {
        map.zoom(factor, map.getWidth() / 2, map.getHeight() / 2);
    }
}
