package org.vdeli.console.ui;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.table.Rows;

/// A table that shows [Rows]: its heads set their order, its selection follows their chosen id.
///
/// @param <R> an immutable row
/// @param <I> what names a row
public final class LiveTable<R, I> {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final double ROW_HEIGHT = 30;

    /// Room for the bar at the right and the table's borders, in pixels.
    private static final double BAR = 18;

    private final TableView<R> table = new TableView<>();
    private final Rows<R, I> rows;
    private boolean rewriting;

    /// @param stale which rows are greyed
    public LiveTable(Rows<R, I> rows, Predicate<R> stale) {
        this.rows = rows;
        table.setItems(rows.shown());
        table.setFixedCellSize(ROW_HEIGHT);
        table.setTableMenuButtonVisible(true);
        table.getStyleClass().addAll("live-table", "dense");
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                rows.selectedIdProperty().set(null);
            }
        });
        table.setSortPolicy(sorted -> {
            rows.order(order());
            return true;
        });
        table.setRowFactory(view ->
                new TableRow<>() {
                    @Override
                    protected void updateItem(@Nullable R item, boolean empty) {
                        super.updateItem(item, empty);
                        pseudoClassStateChanged(STALE, item != null && stale.test(item));
                    }
                });
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((property, old, now) -> {
                    if (!rewriting && !rows.isReplacing() && now != null) {
                        rows.selectedIdProperty().set(rows.idOf(now));
                    }
                });
        rows.shown().addListener((ListChangeListener<R>) change -> showSelection());
        rows.selectedIdProperty()
                .addListener((property, old, now) -> {
                    R row = table.getSelectionModel().getSelectedItem();
                    boolean chosenHere = row != null && rows.idOf(row).equals(now);
                    showSelection();
                    if (now != null && !chosenHere) {
                        table.scrollTo(Math.max(0, indexOf(now)));
                    }
                });
    }

    public TableView<R> view() {
        return table;
    }

    /// What stands there when there are no rows.
    public LiveTable<R, I> placeholder(Node node) {
        table.setPlaceholder(node);
        return this;
    }

    /// Adds a column of text.
    public LiveTable<R, I> text(
            String label, double width, Function<R, String> text, Comparator<R> order) {
        column(
                label,
                width,
                order,
                "text-cell",
                row -> new TextCell.Content(text.apply(row), null));
        return this;
    }

    /// Adds a column of figures: to the right, digits under digits.
    public LiveTable<R, I> figure(
            String label, double width, Function<R, String> text, Comparator<R> order) {
        column(
                label,
                width,
                order,
                "figure-cell",
                row -> new TextCell.Content(text.apply(row), null));
        return this;
    }

    /// Adds a column of figures, some of which stand out by a style class (`bad`, `warn`).
    public LiveTable<R, I> figure(
            String label,
            double width,
            Function<R, String> text,
            Comparator<R> order,
            Function<R, @Nullable String> emphasis) {
        column(
                label,
                width,
                order,
                "figure-cell",
                row -> new TextCell.Content(text.apply(row), emphasis.apply(row)));
        return this;
    }

    /// Adds a column whose cells draw themselves.
    public LiveTable<R, I> cells(
            String label,
            double width,
            Comparator<R> order,
            Function<TableColumn<R, R>, TableCell<R, R>> factory) {
        TableColumn<R, R> column = bareColumn(label, width, order);
        column.setCellFactory(factory::apply);
        table.getColumns().add(column);
        return this;
    }

    /// Sorts by a column to begin with.
    public LiveTable<R, I> sortedBy(int column, TableColumn.SortType type) {
        TableColumn<R, ?> chosen = table.getColumns().get(column);
        chosen.setSortType(type);
        table.getSortOrder().setAll(java.util.List.of(chosen));
        return this;
    }

    /// Lets a column have the room that the others leave; it never gets narrower than it was made.
    public LiveTable<R, I> growing(int column) {
        TableColumn<R, ?> chosen = table.getColumns().get(column);
        double least = chosen.getPrefWidth();
        InvalidationListener fit =
                _ -> {
                    double others = 0;
                    for (TableColumn<R, ?> each : table.getVisibleLeafColumns()) {
                        others += each.equals(chosen) ? 0 : each.getWidth();
                    }
                    chosen.setPrefWidth(
                            Math.max(least, Math.floor(table.getWidth() - others - BAR)));
                };
        table.widthProperty().addListener(fit);
        table.getVisibleLeafColumns().addListener(fit);
        for (TableColumn<R, ?> each : table.getColumns()) {
            if (!each.equals(chosen)) {
                each.widthProperty().addListener(fit);
            }
        }
        return this;
    }

    private void column(
            String label,
            double width,
            Comparator<R> order,
            String styleClass,
            Function<R, TextCell.Content> content) {
        TableColumn<R, R> column = bareColumn(label, width, order);
        column.getStyleClass().add(styleClass);
        column.setCellFactory(ignored -> new TextCell<>(styleClass, content));
        table.getColumns().add(column);
    }

    private TableColumn<R, R> bareColumn(String label, double width, Comparator<R> order) {
        TableColumn<R, R> column = new TableColumn<>(label);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(order);
        column.setPrefWidth(width);
        column.setMinWidth(40);
        column.setReorderable(true);
        return column;
    }

    /// The heads' order, first head first. Heads sort by the rows themselves, not by cell values.
    private Comparator<R> order() {
        Comparator<R> order = (_, _) -> 0;
        for (TableColumn<R, ?> column : table.getSortOrder()) {
            // bareColumn() made it: its values are rows
            @SuppressWarnings("unchecked")
            Comparator<R> comparator = ((TableColumn<R, R>) column).getComparator();
            order =
                    order.thenComparing(
                            column.getSortType() == TableColumn.SortType.DESCENDING
                                    ? comparator.reversed()
                                    : comparator);
        }
        return order;
    }

    private void showSelection() {
        rewriting = true;
        try {
            I wanted = rows.selectedIdProperty().get();
            int index = wanted == null ? -1 : indexOf(wanted);
            if (index < 0) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != index) {
                table.getSelectionModel().clearAndSelect(index);
            }
        } finally {
            rewriting = false;
        }
    }

    private int indexOf(I wanted) {
        for (int i = 0; i < rows.shown().size(); i++) {
            if (rows.idOf(rows.shown().get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
