package org.vdeli.console.ui;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;

/// vdeli's mark: one origin, three edges.
public final class Brand {
    private Brand() {}

    /// For the top bar.
    public static Node small() {
        return mark(20, "brand-small");
    }

    /// For the login card.
    public static Node large() {
        return mark(32, "brand-large");
    }

    /// For the window and the task bar.
    public static Image icon() {
        Pane drawing = drawing(64 / 20.0);
        Scene scene = new Scene(new StackPane(drawing), 64, 64, Color.TRANSPARENT);
        drawing.getParent().setStyle("-fx-background-color: transparent;");
        return scene.snapshot(null);
    }

    private static Node mark(double size, String styleClass) {
        StackPane box = new StackPane(drawing(size / 20));
        box.setMinSize(size, size);
        box.setMaxSize(size, size);
        HBox brand = new HBox(size * 0.45, box, new Label("vdeli"));
        brand.setAlignment(Pos.CENTER_LEFT);
        brand.getStyleClass().addAll("brand", styleClass);
        return brand;
    }

    private static Pane drawing(double unit) {
        Pane drawing = new Pane();
        double[][] edges = {{16.5, 4}, {17.5, 11}, {12.5, 17}};
        for (double[] edge : edges) {
            Line line = new Line(5 * unit, 6 * unit, edge[0] * unit, edge[1] * unit);
            line.getStyleClass().add("brand-line");
            drawing.getChildren().add(line);
        }
        Circle origin = new Circle(5 * unit, 6 * unit, 3.4 * unit);
        origin.getStyleClass().add("brand-origin");
        drawing.getChildren().add(origin);
        for (double[] edge : edges) {
            Circle dot = new Circle(edge[0] * unit, edge[1] * unit, 2.2 * unit);
            dot.getStyleClass().add("brand-edge");
            drawing.getChildren().add(dot);
        }
        return drawing;
    }
}
