package org.vdeli.console.map;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
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
    public Optional<Consumer<String>> filter() {
        return Optional.of(view::find);
    }
}
