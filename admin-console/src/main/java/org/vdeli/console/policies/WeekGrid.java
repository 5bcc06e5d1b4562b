package org.vdeli.console.policies;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The hours of a week, in which a daily window is painted.
///
/// A stroke begins at the hour where it is begun and ends with the hour where it is left; one that
/// goes on into the next line crosses midnight. A policy has one window for every day, so all lines
/// show it. With the keyboard the arrows move a frame, Shift and the arrows paint, Space paints one
/// hour, Delete opens the window all day.
final class WeekGrid extends Region {
    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final double LEFT = 34;
    private static final double TOP = 18;
    private static final double GAP = 2;
    private static final double CELL_HEIGHT = 15;
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");
    private static final PseudoClass PART = PseudoClass.getPseudoClass("part");
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");
    private static final PseudoClass AIMED = PseudoClass.getPseudoClass("aimed");

    private final List<Region> cells = new ArrayList<>();
    private final List<Label> hours = new ArrayList<>();
    private final List<Label> days = new ArrayList<>();
    private final BiConsumer<LocalTime, LocalTime> painted;
    private LocalTime start = LocalTime.MIDNIGHT;
    private LocalTime end = LocalTime.MIDNIGHT;
    private int anchor = -1;
    private int cursor;
    private @Nullable LocalDateTime now;

    /// @param painted is told the window that was painted
    WeekGrid(BiConsumer<LocalTime, LocalTime> painted) {
        this.painted = painted;
        getStyleClass().add("week-grid");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.NODE);
        for (int i = 0; i < HOURS * DAYS; i++) {
            Region cell = new Region();
            cell.getStyleClass().add("week-cell");
            cell.setMouseTransparent(true);
            cells.add(cell);
        }
        for (int hour = 0; hour <= HOURS; hour += 6) {
            hours.add(label(String.format(Locale.ROOT, "%02d", hour), Pos.CENTER));
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            days.add(
                    label(
                            day.getDisplayName(TextStyle.SHORT, Locale.getDefault()),
                            Pos.CENTER_LEFT));
        }
        getChildren().addAll(hours);
        getChildren().addAll(days);
        getChildren().addAll(cells);
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(_ -> anchor = -1);
        setOnKeyPressed(this::key);
        focusedProperty().addListener((property, old, on) -> show());
    }

    /// Shows a window; equal times mean always.
    void show(LocalTime from, LocalTime to) {
        start = from;
        end = to;
        show();
    }

    /// Marks the present hour in the zone that is looked at.
    void showNow(LocalDateTime time) {
        now = time;
        show();
    }

    private static Label label(String text, Pos alignment) {
        Label label = new Label(text);
        label.getStyleClass().add("week-label");
        label.setAlignment(alignment);
        label.setMouseTransparent(true);
        return label;
    }

    private void show() {
        LocalDateTime time = now;
        for (int i = 0; i < cells.size(); i++) {
            Region cell = cells.get(i);
            int open = openMinutes(i % HOURS);
            cell.pseudoClassStateChanged(OPEN, open == 60);
            cell.pseudoClassStateChanged(PART, open > 0 && open < 60);
            cell.pseudoClassStateChanged(
                    NOW,
                    time != null
                            && (time.getDayOfWeek().getValue() - 1) * HOURS + time.getHour() == i);
            cell.pseudoClassStateChanged(AIMED, isFocused() && i == cursor);
        }
    }

    /// How many minutes of an hour lie within the window.
    private int openMinutes(int hour) {
        int from = start.toSecondOfDay() / 60;
        int to = end.toSecondOfDay() / 60;
        if (from == to) {
            return 60;
        }
        int begin = hour * 60;
        return from < to
                ? overlap(begin, from, to)
                : overlap(begin, from, HOURS * 60) + overlap(begin, 0, to);
    }

    private static int overlap(int begin, int from, int to) {
        return Math.max(0, Math.min(begin + 60, to) - Math.max(begin, from));
    }

    private void press(MouseEvent event) {
        requestFocus();
        anchor = cellAt(event.getX(), event.getY());
        cursor = anchor;
        paint();
    }

    private void drag(MouseEvent event) {
        if (anchor >= 0) {
            cursor = cellAt(event.getX(), event.getY());
            paint();
        }
    }

    private void key(KeyEvent event) {
        int step =
                switch (event.getCode()) {
                    case LEFT -> -1;
                    case RIGHT -> 1;
                    case UP -> -HOURS;
                    case DOWN -> HOURS;
                    default -> 0;
                };
        if (step != 0) {
            if (event.isShiftDown() && anchor < 0) {
                anchor = cursor;
            }
            if (!event.isShiftDown()) {
                anchor = -1;
            }
            cursor = Math.clamp(cursor + step, 0, cells.size() - 1);
            if (anchor >= 0) {
                paint();
            }
        } else if (event.getCode() == KeyCode.SPACE || event.getCode() == KeyCode.ENTER) {
            anchor = cursor;
            paint();
            anchor = -1;
        } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            tell(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        } else {
            return;
        }
        show();
        event.consume();
    }

    private void paint() {
        if (isDisabled()) {
            return;
        }
        int first = Math.min(anchor, cursor);
        int last = Math.max(anchor, cursor);
        if (last - first + 1 >= HOURS) {
            tell(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        } else {
            tell(LocalTime.of(first % HOURS, 0), LocalTime.of((last + 1) % HOURS, 0));
        }
    }

    private void tell(LocalTime from, LocalTime to) {
        if (!isDisabled()) {
            painted.accept(from, to);
        }
    }

    private double cellWidth() {
        return (getWidth() - LEFT - 8) / HOURS;
    }

    private int cellAt(double x, double y) {
        int hour = Math.clamp((int) Math.floor((x - LEFT) / cellWidth()), 0, HOURS - 1);
        int day = Math.clamp((int) Math.floor((y - TOP) / (CELL_HEIGHT + GAP)), 0, DAYS - 1);
        return day * HOURS + hour;
    }

    @Override
    protected double computePrefHeight(double width) {
        return TOP + DAYS * (CELL_HEIGHT + GAP);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return LEFT + 8 + HOURS * 14;
    }

    @Override
    protected double computeMinWidth(double height) {
        return LEFT + 8 + HOURS * 10;
    }

    @Override
    protected void layoutChildren() {
        double width = cellWidth();
        for (int i = 0; i < hours.size(); i++) {
            hours.get(i).resizeRelocate(snapPositionX(LEFT + i * 6 * width) - 12, 0, 24, TOP - 3);
        }
        for (int day = 0; day < DAYS; day++) {
            double y = TOP + day * (CELL_HEIGHT + GAP);
            days.get(day).resizeRelocate(0, y, LEFT, CELL_HEIGHT);
            for (int hour = 0; hour < HOURS; hour++) {
                double x = snapPositionX(LEFT + hour * width);
                double next = snapPositionX(LEFT + (hour + 1) * width);
                cells.get(day * HOURS + hour).resizeRelocate(x, y, next - x - GAP, CELL_HEIGHT);
            }
        }
    }
}
