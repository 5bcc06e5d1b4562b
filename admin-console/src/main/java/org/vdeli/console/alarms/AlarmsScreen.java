package org.vdeli.console.alarms;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Screen;

/// The alarms' place in the frame.
public final class AlarmsScreen implements Screen {
    private final AlarmsModel model;
    private final AlarmsView view;

    /// @param soon has the model refreshed without waiting for the next second
    public AlarmsScreen(AlarmsModel model, Runnable soon) {
        this.model = model;
        this.view = new AlarmsView(model, soon);
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
        return Optional.of(model.rows()::filter);
    }
}
