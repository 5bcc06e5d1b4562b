package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vdeli.contracts.api.Page;

/// Rows in memory by key, with unique keys.
final class InMemoryTable<K extends Comparable<K>, V> {
    private final Function<V, K> key;
    private final Map<String, Function<V, Optional<?>>> uniques = new LinkedHashMap<>();
    private NavigableMap<K, V> rows = new TreeMap<>();

    InMemoryTable(Function<V, K> key) {
        this.key = key;
    }

    InMemoryTable<K, V> unique(String name, Function<V, Object> value) {
        return uniqueIfPresent(name, row -> Optional.of(value.apply(row)));
    }

    InMemoryTable<K, V> uniqueIfPresent(String name, Function<V, Optional<?>> value) {
        uniques.put(name, value);
        return this;
    }

    Stream<V> all() {
        return List.copyOf(rows.values()).stream();
    }

    Optional<V> find(K id) {
        return Optional.ofNullable(rows.get(id));
    }

    void add(V row) {
        if (rows.containsKey(key.apply(row))) {
            throw new DuplicateKey("PRIMARY", new IllegalStateException(String.valueOf(row)));
        }
        put(row);
    }

    void update(V row) {
        if (!rows.containsKey(key.apply(row))) {
            throw new IllegalStateException("no row to update: " + row);
        }
        put(row);
    }

    void put(V row) {
        K id = key.apply(row);
        uniques.forEach((name, value) -> {
            Optional<?> wanted = value.apply(row);
            boolean taken =
                    wanted.isPresent()
                            && all().anyMatch(other ->
                                    !key.apply(other).equals(id)
                                            && value.apply(other).equals(wanted));
            if (taken) {
                throw new DuplicateKey(name, new IllegalStateException(name));
            }
        });
        rows.put(id, row);
    }

    boolean remove(K id) {
        return rows.remove(id) != null;
    }

    int size() {
        return rows.size();
    }

    /// What undoes everything from now on.
    Runnable savepoint() {
        NavigableMap<K, V> saved = new TreeMap<>(rows);
        return () -> rows = saved;
    }

    /// One page of the rows that a test lets through.
    static <T> Page<T> page(Stream<T> rows, Paging<?> paging, Comparator<T> order) {
        List<T> sorted = rows.sorted(paging.descending() ? order.reversed() : order).toList();
        return new Page<>(
                sorted.stream().skip(paging.offset()).limit(paging.pageSize()).toList(),
                paging.page(),
                paging.pageSize(),
                (long) sorted.size());
    }

    static boolean contains(Optional<String> text, String... columns) {
        return text.isEmpty()
                || Stream.of(columns)
                        .anyMatch(column ->
                                column.toLowerCase(java.util.Locale.ROOT)
                                        .contains(text.get().toLowerCase(java.util.Locale.ROOT)));
    }

    static boolean is(Optional<?> wanted, Object value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    static boolean in(Set<?> wanted, Object value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
