package org.vdeli.console.frame;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;

/// One place in the console.
public interface Screen {
    Parent view();

    /// Reads what it shows afresh. Called once a second while it is open, on the ticker's thread.
    void refresh();

    /// Goes to something within it. A screen that does not have it stays as it is.
    default void show(Place place) {}

    /// What the search field filters here; empty where there is nothing to filter.
    default Optional<Consumer<String>> filter() {
        return Optional.empty();
    }
}
