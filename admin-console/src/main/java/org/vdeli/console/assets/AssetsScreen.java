package org.vdeli.console.assets;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Place;
import org.vdeli.console.frame.Screen;
import org.vdeli.contracts.id.AssetId;

/// The assets' place in the frame.
public final class AssetsScreen implements Screen {
    private final AssetsModel model;
    private final AssetsView view;

    /// @param soon has the model refreshed without waiting for the next second
    public AssetsScreen(AssetsModel model, Runnable soon) {
        this.model = model;
        this.view = new AssetsView(model, soon);
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
        if (place instanceof Place.OfAsset(AssetId id)) {
            model.rows().selectedIdProperty().set(id);
        }
    }

    @Override
    public Optional<Consumer<String>> filter() {
        return Optional.of(model.rows()::filter);
    }
}
