package org.vdeli.console.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowsTest {
    private record City(int id, String name, int people) {}

    private static final City LISBON = new City(1, "Lisbon", 500);
    private static final City PORTO = new City(2, "Porto", 230);
    private static final City FARO = new City(3, "Faro", 60);

    private final Deque<Runnable> screen = new ArrayDeque<>();
    private final Rows<City, Integer> rows =
            new Rows<>(screen::add, City::id, City::name, Comparator.comparing(City::name));

    @Test
    void showsRowsInTheirOrder() {
        rows.update(List.of(LISBON, PORTO, FARO));
        rows.order(Comparator.comparingInt(City::people));
        draw();

        assertThat(rows.shown()).containsExactly(FARO, PORTO, LISBON);
    }

    @Test
    void filtersByEveryWordInAnyCase() {
        rows.update(List.of(LISBON, PORTO, FARO));
        rows.filter("  O r");
        draw();

        assertThat(rows.shown()).containsExactly(FARO, PORTO);
        assertThat(rows.totalProperty().get()).isEqualTo(3);
    }

    @Test
    void keepsTheChosenRowThroughANewList() {
        rows.update(List.of(LISBON, PORTO));
        draw();
        rows.selectedIdProperty().set(2);

        City grown = new City(2, "Porto", 231);
        rows.update(List.of(FARO, grown, LISBON));
        draw();

        assertThat(rows.selectedProperty().get()).isEqualTo(grown);
        assertThat(rows.chosen()).contains(2);
    }

    @Test
    void drawsOnlyTheNewestOfSeveralUpdates() {
        rows.update(List.of(LISBON));
        rows.update(List.of(PORTO));
        rows.update(List.of(FARO));

        assertThat(screen).hasSize(1);
        draw();
        assertThat(rows.shown()).containsExactly(FARO);
    }

    private void draw() {
        while (!screen.isEmpty()) {
            screen.remove().run();
        }
    }
}
