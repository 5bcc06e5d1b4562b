package org.vdeli.console.map;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.vdeli.console.geo.Areas;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.WorldMap;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.Named;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.id.AssetId;

/// The map with its bar above, the chosen thing beside it, and what is not saved below.
final class MapView {
    /// As near as a cluster or server is flown to.
    private static final double CLOSE = 256 * Math.pow(2, 6.2);

    private final MapModel model;
    private final MapCanvas map;
    private final MapInput input;
    private final Breadcrumbs crumbs;
    private final BorderPane root = new BorderPane();
    private final Label summary = new Label();
    private final Label hint = new Label();
    private final Legend legend = new Legend();
    private final HBox notice = new HBox(8);
    private final Label noticeText = new Label();

    MapView(MapModel model) {
        this.model = model;
        this.map = new MapCanvas(model, WorldMap.bundled());
        this.input = new MapInput(model, map, this::enter);
        this.crumbs = new Breadcrumbs(model, this::enter);
        MapPane pane = new MapPane(model, this::enter);
        HoverCard hover = new HoverCard(model, map);
        ReviewCard review = new ReviewCard(model);
        StackPane place =
                new StackPane(map, floating(), hover.view(), new DraftBar(model, review).view());
        StackPane.setAlignment(hover.view(), Pos.TOP_LEFT);
        place.setMinSize(0, 0);
        root.setTop(bar());
        root.setCenter(new StackPane(place, review.view()));
        root.getStyleClass().add("map-screen");
        model.selectionProperty()
                .addListener((property, old, now) ->
                        root.setRight(now instanceof Pick.Nothing ? null : pane.view()));
        model.pictureProperty().addListener((property, old, now) -> showSummary());
        // the figures of what is in view follow a movement when it rests
        PauseTransition rest = new PauseTransition(Duration.millis(150));
        rest.setOnFinished(_ -> showSummary());
        model.cameraProperty().addListener((property, old, now) -> rest.playFromStart());
        model.overlayProperty().addListener((property, old, now) -> legend.show(now));
        model.drawing()
                .toolProperty()
                .addListener((property, old, now) -> hint.setText(Labels.of("hint", now)));
        model.noticeProperty().addListener((property, old, now) -> showNotice(now));
        hint.setText(Labels.of("hint", Tool.SELECT));
        legend.show(Overlay.STATE);
        showNotice(Optional.empty());
        // keys work at once when the screen is opened
        root.sceneProperty()
                .addListener((property, old, now) -> {
                    if (now != null) {
                        Platform.runLater(map::requestFocus);
                    }
                });
        root.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (!(event.getTarget() instanceof TextInputControl)) {
                        input.key(event);
                    }
                });
    }

    Parent view() {
        return root;
    }

    /// Finds the first thing whose name holds a text, and flies there.
    void find(String text) {
        String wanted = text.strip().toLowerCase(java.util.Locale.ROOT);
        if (wanted.length() < 2) {
            return;
        }
        MapPicture picture = model.picture();
        Optional<Pick> found =
                picture.regions().stream()
                        .filter(r -> holds(r.plan().name(), wanted))
                        .<Pick>map(r -> new Pick.OfRegion(r.ref()))
                        .findFirst()
                        .or(() ->
                                picture.clusters().stream()
                                        .filter(c -> holds(c.plan().name(), wanted))
                                        .<Pick>map(c -> new Pick.OfCluster(c.ref()))
                                        .findFirst())
                        .or(() ->
                                picture.servers().stream()
                                        .filter(s ->
                                                holds(s.view().name(), wanted)
                                                        || s.view().addresses().contains(wanted))
                                        .<Pick>map(s -> new Pick.OfServer(s.id()))
                                        .findFirst());
        found.ifPresent(this::enter);
    }

    private static boolean holds(String name, String wanted) {
        return name.toLowerCase(java.util.Locale.ROOT).contains(wanted);
    }

    /// Chooses something and goes there.
    void enter(Pick pick) {
        model.select(pick);
        Camera camera = model.cameraProperty().get();
        MapPicture picture = model.picture();
        switch (pick) {
            case Pick.Nothing() -> map.flyTo(Camera.world(camera.width(), camera.height()));
            case Pick.OfRegion(var ref) ->
                    picture.region(ref)
                            .flatMap(MapPicture.RegionMark::shape)
                            .map(Areas::bounds)
                            .ifPresent(
                                    b -> map.flyTo(camera.fitting(b[0], b[1], b[2], b[3], CLOSE)));
            case Pick.OfCluster(var ref) ->
                    picture.cluster(ref).map(c -> near(camera, c)).ifPresent(map::flyTo);
            case Pick.OfServer(var id) ->
                    picture.server(id).map(s -> near(camera, s)).ifPresent(map::flyTo);
        }
    }

    private static Camera near(Camera camera, ClusterMark mark) {
        return near(camera, mark.x(), mark.y());
    }

    private static Camera near(Camera camera, ServerMark mark) {
        return near(camera, mark.x(), mark.y());
    }

    private static Camera near(Camera camera, double x, double y) {
        return new Camera(x, y, Math.max(CLOSE, camera.scale()), camera.width(), camera.height());
    }

    // --- the bar ------------------------------------------------------------------------------

    private Node bar() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox tools = tools();
        tools.visibleProperty().bind(model.allowedProperty());
        tools.managedProperty().bind(tools.visibleProperty());
        HBox bar = new HBox(tools, crumbs.view(), gap, asset(), overlays());
        bar.getStyleClass().add("map-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private HBox tools() {
        Segments<Tool> tools = new Segments<>(model.drawing().toolProperty(), "tool-");
        tools.add(Tool.SELECT, MaterialDesignC.CURSOR_DEFAULT_OUTLINE, "map.tool.SELECT");
        tools.add(Tool.ARRANGE, MaterialDesignC.CURSOR_MOVE, "map.tool.ARRANGE");
        tools.add(Tool.POLYGON, MaterialDesignV.VECTOR_POLYGON, "map.tool.POLYGON");
        tools.add(Tool.RECTANGLE, MaterialDesignV.VECTOR_SQUARE, "map.tool.RECTANGLE");
        tools.add(Tool.CLUSTER, MaterialDesignM.MAP_MARKER_PLUS_OUTLINE, "map.tool.CLUSTER");
        tools.add(Tool.LASSO, MaterialDesignL.LASSO, "map.tool.LASSO");
        return tools.view();
    }

    private HBox overlays() {
        Segments<Overlay> overlays = new Segments<>(model.overlayProperty(), "overlay-");
        overlays.add(Overlay.STATE, MaterialDesignC.CIRCLE_SLICE_6, "map.overlay.STATE");
        overlays.add(Overlay.TRAFFIC, MaterialDesignS.SWAP_VERTICAL, "map.overlay.TRAFFIC");
        overlays.add(Overlay.ALARMS, MaterialDesignA.ALERT_OUTLINE, "map.overlay.ALARMS");
        overlays.add(Overlay.FILL, MaterialDesignP.PROGRESS_DOWNLOAD, "map.overlay.FILL");
        return overlays.view();
    }

    /// Which asset's spreading is shown.
    private Node asset() {
        ComboBox<AssetView> choice = new ComboBox<>();
        choice.setId("map-asset");
        choice.setPromptText(Labels.text("map.asset"));
        choice.setPrefWidth(230);
        choice.setConverter(new Named<>(asset -> asset.path().toString()));
        choice.valueProperty()
                .addListener((property, old, now) ->
                        model.assetProperty().set(Optional.ofNullable(now).map(AssetView::id)));
        model.assetsProperty()
                .addListener((property, old, now) -> {
                    AssetId chosen = model.assetProperty().get().orElse(null);
                    choice.getItems().setAll(now);
                    now.stream()
                            .filter(a -> a.id().equals(chosen))
                            .findFirst()
                            .or(() -> now.stream().findFirst())
                            .ifPresent(choice::setValue);
                });
        choice.visibleProperty().bind(model.overlayProperty().isEqualTo(Overlay.FILL));
        choice.managedProperty().bind(choice.visibleProperty());
        return choice;
    }

    // --- what floats over the map -------------------------------------------------------------

    private Node floating() {
        summary.setId("map-summary");
        summary.getStyleClass().add("map-note");
        hint.setId("map-hint");
        hint.getStyleClass().add("map-note");
        hint.visibleProperty().bind(model.allowedProperty());
        VBox texts = new VBox(4, hint, summary);
        texts.setAlignment(Pos.BOTTOM_LEFT);
        texts.getStyleClass().addAll("map-card", "map-notes");
        noticeText.setId("map-notice");
        noticeText.setWrapText(true);
        Button close = new Button(null, Icons.of(MaterialDesignC.CLOSE, "small"));
        close.getStyleClass().addAll("flat", "button-icon", "small");
        close.setOnAction(_ -> model.dismiss());
        notice.getChildren()
                .addAll(Icons.of(MaterialDesignA.ALERT_CIRCLE_OUTLINE), noticeText, close);
        notice.setAlignment(Pos.CENTER_LEFT);
        notice.getStyleClass().addAll("map-card", "map-notice");
        notice.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        VBox right = new VBox(8, legend.view(), zoomButtons());
        right.setAlignment(Pos.BOTTOM_RIGHT);
        right.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        texts.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        texts.setMouseTransparent(true);
        StackPane layer = new StackPane(texts, right, notice);
        StackPane.setAlignment(texts, Pos.BOTTOM_LEFT);
        StackPane.setAlignment(right, Pos.BOTTOM_RIGHT);
        StackPane.setAlignment(notice, Pos.TOP_CENTER);
        // below the bar of what is not saved
        StackPane.setMargin(notice, new Insets(64, 0, 0, 0));
        layer.setPadding(new Insets(12));
        layer.setPickOnBounds(false);
        return layer;
    }

    private Node zoomButtons() {
        HBox box =
                new HBox(
                        MapButton.of(
                                "map-in", MaterialDesignP.PLUS, "map.in", () -> input.zoom(1.8)),
                        MapButton.of(
                                "map-out",
                                MaterialDesignM.MINUS,
                                "map.out",
                                () -> input.zoom(1 / 1.8)),
                        MapButton.of(
                                "map-world",
                                MaterialDesignE.EARTH,
                                "map.world.all",
                                () -> {
                                    Camera now = model.cameraProperty().get();
                                    map.flyTo(Camera.world(now.width(), now.height()));
                                }));
        box.getStyleClass().addAll("map-card", "map-zoom");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        return box;
    }

    private void showNotice(Optional<Message> message) {
        notice.setVisible(message.isPresent());
        noticeText.setText(message.map(Message::text).orElse(""));
    }

    private void showSummary() {
        MapPicture picture = model.picture();
        Camera camera = model.cameraProperty().get();
        int clusters = 0;
        int servers = 0;
        double bits = 0;
        for (ClusterMark mark : picture.clusters()) {
            double x = camera.screenX(mark.x());
            double y = camera.screenY(mark.y());
            if (x >= 0 && y >= 0 && x <= camera.width() && y <= camera.height()) {
                clusters++;
                servers += mark.tally().total();
                bits += mark.tally().bits();
            }
        }
        String text =
                Labels.text(
                        "map.summary",
                        Formats.count(servers),
                        Formats.count(clusters),
                        Formats.bitrate(bits));
        if (picture.loose() > 0) {
            text += Labels.text("map.summary.loose", Formats.count(picture.loose()));
        }
        if (!text.equals(summary.getText())) {
            summary.setText(text);
        }
    }
}
