package org.vdeli.console.map;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Place;
import org.vdeli.console.frame.Screen;

/// The map's place in the frame.
public final class MapScreen implements Screen {
    private final MapModel model;
    private final MapView view;

    public MapScreen(MapModel model) {
        this.model = model;
        this.view = new MapView(model);
    }

    @Override
    public Parent view() {
        return view.view();
    }

    @Override
    public void refresh() {
        model.refresh();
    }

    @Override
    public void show(Place place) {
        switch (place) {
            case Place.OfRegion(var id) -> view.enter(new Pick.OfRegion(new Ref.Saved<>(id)));
            case Place.OfCluster(var id) -> view.enter(new Pick.OfCluster(new Ref.Saved<>(id)));
            case Place.OfServer(var id) -> view.enter(new Pick.OfServer(id));
            case Place.OfAsset _, Place.NewPolicy _, Place.FailedJobs _ -> {
                // not on the map
            }
        }
    }

    @Override
    public Optional<Consumer<String>> filter() {
        return Optional.of(view::find);
    }
}
