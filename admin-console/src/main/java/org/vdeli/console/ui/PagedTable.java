package org.vdeli.console.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// A table that shows one page of a list whose pages and order are the manager's. Heads with a sort
/// key ask for another order; nothing is sorted here. Several rows may be chosen, and stay chosen
/// while they are on the page.
///
/// @param <R> an immutable row
/// @param <I> what names a row
public final class PagedTable<R, I> {
    private static final double ROW_HEIGHT = 30;

    /// Room for the bar at the right and the table's borders, in pixels.
    private static final double BAR = 18;

    private final TableView<R> table = new TableView<>();
    private final ObservableList<R> items = FXCollections.observableArrayList();
    private final Function<R, I> id;
    private final Consumer<List<R>> chosen;
    private boolean replacing;

    /// @param sort is told the manager's sort key, with `-` in front for largest first; empty for
    ///   the usual order
    /// @param chosen is told the rows that are chosen
    public PagedTable(
            Function<R, I> id, Consumer<Optional<String>> sort, Consumer<List<R>> chosen) {
        this.id = id;
        this.chosen = chosen;
        table.setItems(items);
        table.setFixedCellSize(ROW_HEIGHT);
        table.setTableMenuButtonVisible(true);
        table.getStyleClass().addAll("live-table", "dense");
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setSortPolicy(_ -> {
            sort.accept(sortKey());
            return true;
        });
        table.getSelectionModel()
                .getSelectedItems()
                .addListener(
                        (ListChangeListener<R>)
                                _ -> {
                                    if (!replacing) {
                                        chosen.accept(selected());
                                    }
                                });
    }

    public TableView<R> view() {
        return table;
    }

    /// What stands there when there are no rows.
    public void placeholder(Node node) {
        table.setPlaceholder(node);
    }

    /// Adds a column of text.
    ///
    /// @param sortKey the manager's name of the order; null where it cannot sort by this
    public PagedTable<R, I> text(
            String label, double width, @Nullable String sortKey, Function<R, String> text) {
        return column(label, width, sortKey, "text-cell", text);
    }

    /// Adds a column of figures.
    public PagedTable<R, I> figure(
            String label, double width, @Nullable String sortKey, Function<R, String> text) {
        return column(label, width, sortKey, "figure-cell", text);
    }

    /// Adds a column whose cells draw themselves.
    public PagedTable<R, I> cells(
            String label,
            double width,
            @Nullable String sortKey,
            Function<TableColumn<R, R>, TableCell<R, R>> factory) {
        TableColumn<R, R> column = bare(label, width, sortKey);
        column.setCellFactory(factory::apply);
        table.getColumns().add(column);
        return this;
    }

    /// Lets a column have the room that the others leave.
    public PagedTable<R, I> growing(int index) {
        TableColumn<R, ?> grown = table.getColumns().get(index);
        double least = grown.getPrefWidth();
        InvalidationListener fit =
                _ -> {
                    double others = 0;
                    for (TableColumn<R, ?> each : table.getVisibleLeafColumns()) {
                        others += each.equals(grown) ? 0 : each.getWidth();
                    }
                    grown.setPrefWidth(
                            Math.max(least, Math.floor(table.getWidth() - others - BAR)));
                };
        table.widthProperty().addListener(fit);
        table.getVisibleLeafColumns().addListener(fit);
        return this;
    }

    /// Shows a page; what was chosen and is still there stays chosen.
    public void show(List<R> page) {
        if (items.equals(page)) {
            return;
        }
        Set<I> ids = new HashSet<>();
        table.getSelectionModel().getSelectedItems().forEach(row -> ids.add(id.apply(row)));
        replacing = true;
        try {
            items.setAll(page);
            table.getSelectionModel().clearSelection();
            for (int i = 0; i < page.size(); i++) {
                if (ids.contains(id.apply(page.get(i)))) {
                    table.getSelectionModel().select(i);
                }
            }
        } finally {
            replacing = false;
        }
        chosen.accept(selected());
    }

    private List<R> selected() {
        List<R> out = new ArrayList<>();
        for (R row : table.getSelectionModel().getSelectedItems()) {
            // JavaFX lists a row that has just gone as null
            if (row != null) {
                out.add(row);
            }
        }
        return out;
    }

    private Optional<String> sortKey() {
        return table.getSortOrder().stream()
                .findFirst()
                .map(column ->
                        (column.getSortType() == TableColumn.SortType.DESCENDING ? "-" : "")
                                + column.getUserData());
    }

    private PagedTable<R, I> column(
            String label,
            double width,
            @Nullable String sortKey,
            String styleClass,
            Function<R, String> text) {
        TableColumn<R, R> column = bare(label, width, sortKey);
        column.getStyleClass().add(styleClass);
        column.setCellFactory(_ ->
                new TextCell<>(styleClass, row -> new TextCell.Content(text.apply(row), null)));
        table.getColumns().add(column);
        return this;
    }

    private TableColumn<R, R> bare(String label, double width, @Nullable String sortKey) {
        TableColumn<R, R> column = new TableColumn<>(label);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setPrefWidth(width);
        column.setMinWidth(40);
        column.setSortable(sortKey != null);
        column.setUserData(sortKey);
        return column;
    }
}
