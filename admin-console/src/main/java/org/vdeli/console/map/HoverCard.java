package org.vdeli.console.map;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.contracts.api.ServerState;

/// Says what is under the pointer. Regions are too large for it: their names are on the map.
final class HoverCard {
    private static final double GAP = 16;

    private final MapModel model;
    private final MapCanvas map;
    private final Label title = new Label();
    private final Label text = new Label();
    private final VBox card = new VBox(2, title, text);

    HoverCard(MapModel model, MapCanvas map) {
        this.model = model;
        this.map = map;
        title.getStyleClass().add("hover-title");
        text.getStyleClass().add("muted-text");
        card.setId("map-hover");
        card.getStyleClass().addAll("map-card", "hover-card");
        card.setMouseTransparent(true);
        card.setVisible(false);
        card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        map.hoveredProperty().addListener((property, old, now) -> show(now));
        model.pictureProperty()
                .addListener((property, old, now) -> show(map.hoveredProperty().get()));
        model.cameraProperty()
                .addListener((property, old, now) -> show(map.hoveredProperty().get()));
    }

    Node view() {
        return card;
    }

    private void show(Pick pick) {
        MapPicture picture = model.picture();
        switch (pick) {
            case Pick.Nothing _, Pick.OfRegion _ -> card.setVisible(false);
            case Pick.OfCluster(var ref) ->
                    picture.cluster(ref)
                            .ifPresentOrElse(
                                    mark -> show(picture, mark), () -> card.setVisible(false));
            case Pick.OfServer(var id) ->
                    picture.server(id)
                            .ifPresentOrElse(
                                    mark -> show(picture, mark), () -> card.setVisible(false));
        }
    }

    private void show(MapPicture picture, ClusterMark mark) {
        String region =
                picture.region(mark.plan().region())
                        .map(RegionMark::plan)
                        .map(RegionPlan::name)
                        .orElse(Formats.UNKNOWN);
        Tally tally = mark.tally();
        String lines =
                Labels.text(
                        "map.hover.cluster",
                        region,
                        Formats.count(tally.count(ServerState.ONLINE)),
                        Formats.count(tally.total()),
                        Formats.bitrate(tally.bits()));
        if (tally.alarms() > 0) {
            lines +=
                    "\n"
                            + Labels.text(
                                    "map.hover.alarms",
                                    Formats.count(tally.alarms()),
                                    tally.alarms());
        }
        if (picture.overlay() == Overlay.FILL && tally.assigned() > 0) {
            lines +=
                    "\n"
                            + Labels.text(
                                    "map.hover.fill",
                                    Formats.percent(tally.filled()),
                                    Formats.count(tally.assigned()));
        }
        place(mark.plan().name(), lines, mark.x(), mark.y(), 0, 0);
    }

    private void show(MapPicture picture, ServerMark mark) {
        String lines = Labels.of("server", mark.state()) + " · " + Formats.bitrate(mark.bits());
        if (picture.overlay() == Overlay.FILL && mark.replica().isPresent()) {
            lines +=
                    "\n"
                            + Labels.of("replica", mark.replica().get())
                            + " · "
                            + Formats.percent(mark.filled());
        }
        place(mark.view().name(), lines, mark.x(), mark.y(), mark.offsetX(), mark.offsetY());
    }

    private void place(String name, String lines, double x, double y, double dx, double dy) {
        title.setText(name);
        text.setText(lines);
        card.setVisible(true);
        Point2D at = map.pixel(x, y).add(dx, dy);
        double width = card.prefWidth(-1);
        double height = card.prefHeight(-1);
        boolean right = at.getX() + GAP + width < map.getWidth();
        double left = right ? at.getX() + GAP : at.getX() - GAP - width;
        double top =
                Math.clamp(at.getY() - height / 2, 4, Math.max(4, map.getHeight() - height - 4));
        card.setTranslateX(Math.rint(left));
        card.setTranslateY(Math.rint(top));
    }
}
