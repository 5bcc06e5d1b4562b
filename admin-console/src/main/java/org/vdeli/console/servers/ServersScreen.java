package org.vdeli.console.servers;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Place;
import org.vdeli.console.frame.Screen;
import org.vdeli.contracts.id.ServerId;

/// The fleet's place in the frame.
public final class ServersScreen implements Screen {
    private final ServersModel model;
    private final ServersView view;

    public ServersScreen(ServersModel model) {
        this.model = model;
        this.view = new ServersView(model);
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
        if (place instanceof Place.OfServer(ServerId id)) {
            model.rows().selectedIdProperty().set(id);
        }
    }

    @Override
    public Optional<Consumer<String>> filter() {
        return Optional.of(model.rows()::filter);
    }
}
