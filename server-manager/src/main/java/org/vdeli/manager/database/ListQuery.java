package org.vdeli.manager.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.api.Page;

/// One page of a filtered, sorted list, and how many items the whole list has.
///
/// The row is `r` in all conditions (HQL).
public final class ListQuery<R> {
    private final StatelessSession session;
    private final Class<R> row;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    public ListQuery(StatelessSession session, Class<R> row) {
        this.session = session;
        this.row = row;
    }

    /// Adds a condition about the parameter `:name`, if there is a value for it.
    public ListQuery<R> where(String name, String condition, Optional<?> value) {
        value.ifPresent(present -> {
            conditions.add(condition);
            values.put(name, present);
        });
        return this;
    }

    /// Adds a condition about several parameters.
    public ListQuery<R> whereAll(String condition, Map<String, Object> parameters) {
        conditions.add(condition);
        values.putAll(parameters);
        return this;
    }

    /// Adds `column in (...)`, unless there is no value.
    public ListQuery<R> whereIn(String column, Collection<?> anyOf) {
        if (!anyOf.isEmpty()) {
            conditions.add("r." + column + " in (:" + column + ")");
            values.put(column, anyOf);
        }
        return this;
    }

    /// Adds that one of the columns contains the text, any case.
    public ListQuery<R> whereText(Optional<String> text, String... columns) {
        text.filter(some -> !some.isEmpty())
                .ifPresent(some -> {
                    conditions.add(
                            Stream.of(columns)
                                    .map(column ->
                                            "lower(r."
                                                    + column
                                                    + ") like :contained escape"
                                                    + " '\\'")
                                    .collect(Collectors.joining(" or ", "(", ")")));
                    values.put("contained", Columns.containing(some));
                });
        return this;
    }

    /// Reads the page.
    ///
    /// @param column the one to sort by
    /// @param id breaks ties
    public <T> Page<T> page(Paging<?> paging, String column, String id, Function<R, T> toDomain) {
        String from =
                "from "
                        + row.getSimpleName()
                        + " r"
                        + (conditions.isEmpty()
                                ? ""
                                : " where " + String.join(" and ", conditions));
        String direction = paging.descending() ? " desc" : "";
        SelectionQuery<R> items =
                session.createSelectionQuery(
                        "select r "
                                + from
                                + " order by r."
                                + column
                                + direction
                                + ", r."
                                + id
                                + direction,
                        row);
        SelectionQuery<Long> total =
                session.createSelectionQuery("select count(*) " + from, Long.class);
        values.forEach((name, value) -> {
            if (value instanceof Collection<?> many) {
                items.setParameterList(name, many);
                total.setParameterList(name, many);
            } else {
                items.setParameter(name, value);
                total.setParameter(name, value);
            }
        });
        List<T> found =
                items
                        .setFirstResult(
                                Math.toIntExact(Math.min(Integer.MAX_VALUE, paging.offset())))
                        .setMaxResults(paging.pageSize())
                        .getResultList()
                        .stream()
                        .map(toDomain)
                        .toList();
        return new Page<>(found, paging.page(), paging.pageSize(), total.getSingleResult());
    }
}
