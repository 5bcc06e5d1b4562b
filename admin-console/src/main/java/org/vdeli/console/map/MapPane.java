package org.vdeli.console.map;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.mirror.ServerLive;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.FactGrid;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.Named;
import org.vdeli.console.ui.StateDots;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.GeoPoint;

/// The chosen region, cluster or server beside the map: how it fares, what belongs to it, and what
/// an operator may change of it.
final class MapPane {
    private final MapModel model;
    private final Label kind = new Label();
    private final TextField name = new TextField();
    private final ComboBox<RegionPlan> region = new ComboBox<>();
    private final FactGrid facts = new FactGrid();
    private final StateDots dots = new StateDots();
    private final VBox actions = new VBox(8);
    private final Label childrenTitle = new Label();
    private final ListView<MapChild> children = new ListView<>();
    private final VBox root = new VBox();
    private List<Object> shownActions = List.of();
    private Pick shown = new Pick.Nothing();
    private boolean filling;

    MapPane(MapModel model, Consumer<Pick> enter) {
        this.model = model;
        kind.getStyleClass().add("pane-kind");
        Button close = new Button(null, Icons.of(MaterialDesignC.CLOSE));
        close.getStyleClass().addAll("flat", "button-icon");
        close.setTooltip(new Tooltip(Labels.text("pane.close")));
        close.setOnAction(_ -> model.select(new Pick.Nothing()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(kind, gap, close);
        head.setAlignment(Pos.CENTER_LEFT);
        name.setId("map-name");
        name.getStyleClass().add("name-field");
        name.setOnAction(_ -> rename());
        name.focusedProperty()
                .addListener((property, old, now) -> {
                    if (!now) {
                        rename();
                    }
                });
        region.setId("map-region");
        region.setMaxWidth(Double.MAX_VALUE);
        region.setConverter(new Named<>(RegionPlan::name));
        region.setOnAction(_ -> assign());
        childrenTitle.getStyleClass().add("chart-title");
        children.setId("map-children");
        children.getStyleClass().add("child-list");
        children.setCellFactory(_ -> new MapChild.Cell());
        children.setFixedCellSize(34);
        children.setOnMouseClicked(_ -> {
            MapChild child = children.getSelectionModel().getSelectedItem();
            if (child != null) {
                enter.accept(child.pick());
            }
        });
        VBox.setVgrow(children, Priority.ALWAYS);
        VBox content = new VBox(name, region, facts.view(), dots, actions, childrenTitle, children);
        content.getStyleClass().add("pane-content");
        VBox.setVgrow(content, Priority.ALWAYS);
        root.getChildren().addAll(head, content);
        root.setId("map-pane");
        root.getStyleClass().add("side-pane");
        for (Node each : List.of(region, dots, actions, childrenTitle, children)) {
            each.managedProperty().bind(each.visibleProperty());
        }
        model.selectionProperty().addListener((property, old, now) -> show());
        model.pictureProperty().addListener((property, old, now) -> show());
        model.allowedProperty().addListener((property, old, now) -> show());
        model.drawing().toolProperty().addListener((property, old, now) -> show());
    }

    Parent view() {
        return root;
    }

    /// The tool that only looks changes nothing here either.
    private boolean mayEdit() {
        return model.allowedProperty().get() && model.drawing().toolProperty().get() != Tool.SELECT;
    }

    private void show() {
        Pick pick = model.selection();
        boolean another = !pick.equals(shown);
        shown = pick;
        filling = true;
        try {
            MapPicture picture = model.picture();
            switch (pick) {
                case Pick.Nothing() -> {
                    // the pane is closed
                }
                case Pick.OfRegion(var ref) ->
                        picture.region(ref).ifPresent(mark -> region(picture, mark, another));
                case Pick.OfCluster(var ref) ->
                        picture.cluster(ref).ifPresent(mark -> cluster(picture, mark, another));
                case Pick.OfServer(var id) ->
                        picture.server(id).ifPresent(mark -> server(picture, mark, another));
            }
        } finally {
            filling = false;
        }
    }

    private void head(String kindLabel, String text, boolean editable, boolean another) {
        kind.setText(Labels.text(kindLabel));
        if (another || !name.isFocused()) {
            name.setText(text);
        }
        boolean may = editable && mayEdit();
        name.setEditable(may);
        name.setFocusTraversable(may);
        name.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("fixed"), !may);
    }

    private void region(MapPicture picture, RegionMark mark, boolean another) {
        head("map.region", mark.plan().name(), true, another);
        region.setVisible(false);
        facts.begin();
        tally(mark.tally());
        facts.put(Labels.text("map.clusters"), Formats.count(mark.clusters()));
        facts.put(Labels.text("map.order"), Formats.count(mark.plan().order()));
        facts.put(
                Labels.text("map.corners"),
                mark.shape().isEmpty()
                        ? Labels.text("map.not-drawn")
                        : Formats.count(mark.plan().area().size()));
        facts.end();
        dots.setVisible(false);
        List<RegionPlan> overlaps = picture.topology().overlapping(mark.ref());
        List<ClusterPlan> strangers = picture.topology().strangersIn(mark.ref());
        actions(
                List.of(mark.ref(), mark.plan(), overlaps, strangers, mark.edited()),
                () -> regionActions(mark, overlaps, strangers));
        children(
                "map.clusters", picture.clustersOf(mark.ref()).stream().map(MapChild::of).toList());
    }

    private List<Node> regionActions(
            RegionMark mark, List<RegionPlan> overlaps, List<ClusterPlan> strangers) {
        List<Node> out = new ArrayList<>();
        for (RegionPlan other : overlaps) {
            boolean wins = mark.plan().order() < other.order();
            Label text =
                    note(
                            Labels.text(
                                    wins ? "map.overlap.wins" : "map.overlap.loses", other.name()));
            out.add(text);
            if (!wins && mayEdit()) {
                out.add(
                        action(
                                "map-raise",
                                Labels.text("map.overlap.raise", other.name()),
                                () -> model.edits().raise(mark.plan(), other)));
            }
        }
        if (!strangers.isEmpty()) {
            out.add(
                    note(
                            Labels.text(
                                    "map.inside",
                                    Formats.count(strangers.size()),
                                    strangers.size())));
            if (mayEdit()) {
                out.add(
                        action(
                                "map-take-in",
                                Labels.text(
                                        "map.take-in",
                                        Formats.count(strangers.size()),
                                        strangers.size()),
                                () -> model.edits().takeIn(mark.ref())));
            }
        }
        drop(
                mark.edited(),
                mark.ref() instanceof Ref.Fresh<RegionId>,
                out,
                () -> model.edits().dropRegion(mark.ref()));
        if (mark.ref() instanceof Ref.Saved<RegionId>) {
            delete("map.delete.region", out, () -> model.edits().delete(mark.plan()));
        }
        return out;
    }

    private void cluster(MapPicture picture, ClusterMark mark, boolean another) {
        head("map.cluster", mark.plan().name(), true, another);
        region.setVisible(true);
        region.setDisable(!mayEdit());
        List<RegionPlan> regions =
                picture.topology().regions().stream()
                        .sorted(Comparator.comparing(RegionPlan::name))
                        .toList();
        if (!region.getItems().equals(regions)) {
            region.getItems().setAll(regions);
        }
        region.setValue(picture.topology().region(mark.plan().region()).orElse(null));
        facts.begin();
        tally(mark.tally());
        facts.put(Labels.text("map.position"), place(mark.plan().position()));
        facts.put(
                Labels.text("map.networks"),
                mark.plan().networks().isEmpty()
                        ? Formats.UNKNOWN
                        : String.join("\n", mark.plan().networks()));
        facts.end();
        List<ServerMark> servers = picture.serversOf(mark.ref());
        dots.setVisible(!servers.isEmpty());
        dots.show(servers.stream().map(ServerMark::state).toList());
        actions(
                List.of(mark.ref(), mark.plan(), mark.edited()),
                () -> {
                    List<Node> out = new ArrayList<>();
                    drop(
                            mark.edited(),
                            mark.ref() instanceof Ref.Fresh<ClusterId>,
                            out,
                            () -> model.edits().dropCluster(mark.ref()));
                    if (mark.ref() instanceof Ref.Saved<ClusterId>) {
                        delete("map.delete.cluster", out, () -> model.edits().delete(mark.plan()));
                    }
                    return out;
                });
        children("map.servers", servers.stream().map(MapChild::of).toList());
    }

    private void server(MapPicture picture, ServerMark mark, boolean another) {
        head("map.server", mark.view().name(), false, another);
        region.setVisible(false);
        facts.begin();
        facts.put(Labels.text("servers.state"), Labels.of("server", mark.state()));
        facts.put(
                Labels.text("server.place"),
                mark.cluster()
                        .flatMap(picture::cluster)
                        .map(c -> c.plan().name())
                        .orElse(Labels.text("server.no-cluster")));
        facts.put(Labels.text("server.traffic"), Formats.bitrate(mark.bits()));
        @Nullable ServerLive live = picture.topology().world().live(mark.id());
        if (live != null) {
            facts.put(Labels.text("server.requests"), Formats.perSecond(live.figures().requests()));
            facts.put(
                    Labels.text("server.active"),
                    Formats.count(Math.round(live.figures().active())));
            facts.put(Labels.text("servers.disk"), Formats.percent(live.figures().diskFree()));
        }
        facts.put(Labels.text("server.addresses"), String.join("\n", mark.view().addresses()));
        facts.put(Labels.text("server.role"), Labels.of("server-role", mark.view().role()));
        facts.put(
                Labels.text("map.position"),
                picture.topology()
                        .placeOf(mark.view())
                        .map(MapPane::place)
                        .orElse(Formats.UNKNOWN));
        facts.end();
        dots.setVisible(false);
        actions(List.of(mark.id()), List::of);
        children("map.servers", List.of());
    }

    private void tally(Tally tally) {
        facts.put(
                Labels.text("map.servers"),
                Labels.text(
                        "overview.count",
                        Formats.count(tally.count(ServerState.ONLINE)),
                        Formats.count(tally.total())));
        facts.put(Labels.text("server.traffic"), Formats.bitrate(tally.bits()));
        facts.put(Labels.text("nav.alarms"), Formats.count(tally.alarms()));
    }

    private static String place(GeoPoint at) {
        return String.format(
                java.util.Locale.ROOT,
                "%.3f° %s, %.3f° %s",
                Math.abs(at.latitude()),
                at.latitude() >= 0 ? "N" : "S",
                Math.abs(at.longitude()),
                at.longitude() >= 0 ? "E" : "W");
    }

    /// Buttons are made anew only when what they are about has changed: one that is being pressed
    /// must not vanish under the pointer.
    private void actions(List<Object> about, java.util.function.Supplier<List<Node>> made) {
        List<Object> key = new ArrayList<>(about);
        key.add(mayEdit());
        if (!key.equals(shownActions)) {
            shownActions = key;
            actions.getChildren().setAll(made.get());
        }
        actions.setVisible(!actions.getChildren().isEmpty());
    }

    private void drop(boolean edited, boolean fresh, List<Node> out, Runnable action) {
        if (edited) {
            Button button =
                    action("map-drop", Labels.text(fresh ? "map.drop.new" : "map.drop"), action);
            button.getStyleClass().add(Styles.FLAT);
            out.add(button);
        }
    }

    private void delete(String label, List<Node> out, Runnable action) {
        if (mayEdit()) {
            Button button = action("map-delete", Labels.text(label), action);
            button.getStyleClass().addAll(Styles.FLAT, Styles.DANGER);
            out.add(button);
        }
    }

    private static Label note(String text) {
        Label note = new Label(text);
        note.setWrapText(true);
        note.getStyleClass().add("pane-note");
        return note;
    }

    private static Button action(String id, String text, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void children(String title, List<MapChild> now) {
        childrenTitle.setText(Labels.text(title));
        childrenTitle.setVisible(!now.isEmpty());
        children.setVisible(!now.isEmpty());
        if (!children.getItems().equals(now)) {
            children.getItems().setAll(now);
        }
    }

    private void rename() {
        if (filling || !name.isEditable()) {
            return;
        }
        switch (shown) {
            case Pick.OfRegion(var ref) ->
                    model.picture()
                            .region(ref)
                            .ifPresent(mark -> model.edits().rename(mark.plan(), name.getText()));
            case Pick.OfCluster(var ref) ->
                    model.picture()
                            .cluster(ref)
                            .ifPresent(mark -> model.edits().rename(mark.plan(), name.getText()));
            case Pick.OfServer _, Pick.Nothing _ -> {
                // the name of neither is changed here
            }
        }
    }

    private void assign() {
        RegionPlan chosen = region.getValue();
        if (filling || chosen == null || !(shown instanceof Pick.OfCluster(var ref))) {
            return;
        }
        Optional<ClusterMark> mark = model.picture().cluster(ref);
        if (mark.isPresent() && !mark.get().plan().region().equals(chosen.ref())) {
            model.edits().assign(mark.get().plan(), chosen.ref());
        }
    }
}
