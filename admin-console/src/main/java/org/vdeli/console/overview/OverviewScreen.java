package org.vdeli.console.overview;

import javafx.scene.Parent;
import org.vdeli.console.frame.Screen;

/// The overview's place in the frame.
public final class OverviewScreen implements Screen {
    private final OverviewModel model;
    private final OverviewView view;

    public OverviewScreen(OverviewModel model) {
        this.model = model;
        this.view = new OverviewView(model);
    }

    @Override
    public Parent view() {
        return view.view();
    }

    @Override
    public void refresh() {
        model.refresh();
    }
}
