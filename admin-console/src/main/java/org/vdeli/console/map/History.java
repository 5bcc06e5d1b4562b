package org.vdeli.console.map;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The draft and the ones before it. Changed on the screen's thread, read from any.
public final class History {
    /// More steps than anybody takes back.
    private static final int DEPTH = 200;

    private final Deque<Draft> before = new ArrayDeque<>();
    private final Deque<Draft> undone = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<Draft> draft = new ReadOnlyObjectWrapper<>(Draft.NONE);
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();
    private volatile Draft now = Draft.NONE;

    public Draft draft() {
        return now;
    }

    public ReadOnlyObjectProperty<Draft> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }

    /// A step that can be taken back.
    void step(Draft next) {
        if (next.equals(now)) {
            return;
        }
        before.push(now);
        if (before.size() > DEPTH) {
            before.removeLast();
        }
        undone.clear();
        show(next);
    }

    void undo() {
        if (!before.isEmpty()) {
            undone.push(now);
            show(before.pop());
        }
    }

    void redo() {
        if (!undone.isEmpty()) {
            before.push(now);
            show(undone.pop());
        }
    }

    /// Begins anew with what a save has left: what the manager has taken cannot be taken back here.
    void begin(Draft left) {
        before.clear();
        undone.clear();
        show(left);
    }

    private void show(Draft next) {
        now = next;
        draft.set(next);
        canUndo.set(!before.isEmpty());
        canRedo.set(!undone.isEmpty());
    }
}
