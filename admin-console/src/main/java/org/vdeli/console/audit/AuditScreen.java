package org.vdeli.console.audit;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Screen;

/// The audit trail's place in the frame.
public final class AuditScreen implements Screen {
    private final AuditModel model;
    private final TrailView view;

    public AuditScreen(AuditModel model) {
        this.model = model;
        this.view = new TrailView(model);
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
        return Optional.of(view::search);
    }
}
