package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;

/// Where the chosen thing belongs: world, region, cluster, server. Each goes there.
final class Breadcrumbs {
    private final MapModel model;
    private final Consumer<Pick> enter;
    private final HBox row = new HBox();
    private List<Step> shown = List.of();

    private record Step(Pick pick, String name) {}

    Breadcrumbs(MapModel model, Consumer<Pick> enter) {
        this.model = model;
        this.enter = enter;
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("crumbs");
        row.setMinWidth(Region.USE_PREF_SIZE);
        model.selectionProperty().addListener((property, old, now) -> show());
        model.pictureProperty().addListener((property, old, now) -> show());
        show();
    }

    Parent view() {
        return row;
    }

    private void show() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(new Pick.Nothing(), Labels.text("map.world")));
        MapPicture picture = model.picture();
        switch (model.selection()) {
            case Pick.Nothing() -> {
                // the world alone
            }
            case Pick.OfRegion(var ref) ->
                    picture.region(ref)
                            .ifPresent(
                                    r -> steps.add(new Step(model.selection(), r.plan().name())));
            case Pick.OfCluster(var ref) -> cluster(picture, picture.cluster(ref), steps);
            case Pick.OfServer(var id) -> {
                Optional<ServerMark> server = picture.server(id);
                cluster(
                        picture,
                        server.flatMap(ServerMark::cluster).flatMap(picture::cluster),
                        steps);
                server.ifPresent(s -> steps.add(new Step(model.selection(), s.view().name())));
            }
        }
        if (!steps.equals(shown)) {
            shown = List.copyOf(steps);
            rebuild();
        }
    }

    private static void cluster(
            MapPicture picture, Optional<ClusterMark> cluster, List<Step> steps) {
        cluster.ifPresent(c -> {
            picture.region(c.plan().region())
                    .ifPresent(
                            r -> steps.add(new Step(new Pick.OfRegion(r.ref()), r.plan().name())));
            steps.add(new Step(new Pick.OfCluster(c.ref()), c.plan().name()));
        });
    }

    private void rebuild() {
        row.getChildren().clear();
        for (int i = 0; i < shown.size(); i++) {
            Step step = shown.get(i);
            if (i > 0) {
                row.getChildren().add(Icons.of(MaterialDesignC.CHEVRON_RIGHT, "small", "muted"));
            }
            Button button = new Button(step.name());
            button.setId("crumb-" + i);
            button.setFocusTraversable(false);
            button.getStyleClass().addAll("flat", "crumb");
            if (i == shown.size() - 1) {
                button.getStyleClass().add("last");
            }
            button.setOnAction(_ -> enter.accept(step.pick()));
            row.getChildren().add(button);
        }
    }
}
