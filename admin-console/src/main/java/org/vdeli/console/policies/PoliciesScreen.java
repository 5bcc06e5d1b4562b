package org.vdeli.console.policies;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Place;
import org.vdeli.console.frame.Screen;

/// The policies' place in the frame.
public final class PoliciesScreen implements Screen {
    private final PoliciesModel model;
    private final PoliciesView view;

    public PoliciesScreen(PoliciesModel model) {
        this.model = model;
        this.view = new PoliciesView(model);
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
        if (place instanceof Place.NewPolicy()) {
            model.create();
        }
    }

    @Override
    public Optional<Consumer<String>> filter() {
        return Optional.of(model.rows()::filter);
    }
}
