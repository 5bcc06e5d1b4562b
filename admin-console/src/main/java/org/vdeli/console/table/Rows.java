package org.vdeli.console.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The rows of one table. [#update], [#filter] and [#order] may be called from any thread;
/// filtering and sorting happen there, and the screen only takes the finished list. If the screen
/// is slower than the updates, it gets the newest and skips the ones between.
///
/// @param <R> an immutable row
/// @param <I> what names a row
public final class Rows<R, I> {
    private final Executor screen;
    private final Function<R, I> id;
    private final Function<R, String> searchText;
    private final Comparator<R> tieBreak;

    private final ObservableList<R> shown = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
    private final ObjectProperty<@Nullable I> selectedId = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable R> selected = new ReadOnlyObjectWrapper<>();
    private final AtomicReference<@Nullable Finished<R>> waiting = new AtomicReference<>();

    private boolean replacing;
    private volatile List<R> all = List.of();
    private volatile List<String> words = List.of();
    private volatile Comparator<R> order;
    private volatile @Nullable I chosen;

    /// @param screen runs what touches the observable parts
    /// @param searchText what a filter looks through
    /// @param tieBreak the order of rows that are otherwise equal, and of a table not sorted
    public Rows(
            Executor screen,
            Function<R, I> id,
            Function<R, String> searchText,
            Comparator<R> tieBreak) {
        this.screen = screen;
        this.id = id;
        this.searchText = searchText;
        this.tieBreak = tieBreak;
        this.order = tieBreak;
        selectedId.addListener((property, old, now) -> {
            chosen = now;
            selected.set(find(now));
        });
    }

    private record Finished<R>(List<R> rows, int total) {}

    /// Replaces all rows.
    public void update(List<R> rows) {
        all = List.copyOf(rows);
        refresh();
    }

    /// Shows only rows that hold every word of a text, in any place and case.
    public void filter(String text) {
        words =
                text.isBlank()
                        ? List.of()
                        : List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        refresh();
    }

    /// Changes the order.
    public void order(Comparator<R> comparator) {
        order = comparator.thenComparing(tieBreak);
        refresh();
    }

    /// The rows as they are to be shown. On the screen's thread only.
    public ObservableList<R> shown() {
        return shown;
    }

    /// How many rows there are without the filter.
    public ReadOnlyIntegerProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /// The id of the chosen row, which stays chosen while the row is filtered away or gone.
    public ObjectProperty<@Nullable I> selectedIdProperty() {
        return selectedId;
    }

    /// The chosen row as it is now; null when there is none.
    public ReadOnlyObjectProperty<@Nullable R> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The id of the chosen row, for any thread.
    public Optional<I> chosen() {
        return Optional.ofNullable(chosen);
    }

    /// Whether the rows are being replaced just now: a table's own idea of what is chosen then is
    /// the row that took the chosen one's place, not what anybody chose. On the screen's thread
    /// only.
    public boolean isReplacing() {
        return replacing;
    }

    public I idOf(R row) {
        return id.apply(row);
    }

    private synchronized void refresh() {
        List<R> source = all;
        List<String> wanted = words;
        List<R> rows = new ArrayList<>(source.size());
        for (R row : source) {
            if (wanted.isEmpty() || matches(row, wanted)) {
                rows.add(row);
            }
        }
        rows.sort(order);
        if (waiting.getAndSet(new Finished<>(rows, source.size())) == null) {
            screen.execute(this::show);
        }
    }

    private boolean matches(R row, List<String> wanted) {
        String text = searchText.apply(row).toLowerCase(Locale.ROOT);
        for (String word : wanted) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private void show() {
        Finished<R> finished = waiting.getAndSet(null);
        if (finished == null) {
            return;
        }
        total.set(finished.total());
        if (!shown.equals(finished.rows())) {
            replacing = true;
            try {
                shown.setAll(finished.rows());
            } finally {
                replacing = false;
            }
        }
        selected.set(find(selectedId.get()));
    }

    private @Nullable R find(@Nullable I wanted) {
        if (wanted == null) {
            return null;
        }
        for (R row : all) {
            if (wanted.equals(id.apply(row))) {
                return row;
            }
        }
        return null;
    }
}
