package org.vdeli.manager.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.database.Paging;

/// How a client pages and sorts a list: the parameters `page`, `pageSize` and `sort`. A number that
/// is no page counts as the first, one past the end as the last (row F093 of the feature
/// catalogue); anything else that is wrong is refused.
///
/// @param <O> what the list can be sorted by; in a query the constant `CREATED_AT` is `createdAt`
public final class Listing<O extends Enum<O>> {
    private final List<O> keys;
    private final O usual;
    private final boolean usuallyDescending;
    private final List<Route.Parameter> filters;

    private Listing(
            List<O> keys, O usual, boolean usuallyDescending, List<Route.Parameter> filters) {
        this.keys = keys;
        this.usual = usual;
        this.usuallyDescending = usuallyDescending;
        this.filters = filters;
    }

    /// A list that is sorted by a key, smallest first, unless the client says otherwise.
    public static <O extends Enum<O>> Listing<O> by(O usual) {
        return new Listing<>(keys(usual), usual, false, List.of());
    }

    /// A list that is sorted by a key, largest first, unless the client says otherwise.
    public static <O extends Enum<O>> Listing<O> byLast(O usual) {
        return new Listing<>(keys(usual), usual, true, List.of());
    }

    private static <O extends Enum<O>> List<O> keys(O usual) {
        return List.of(usual.getDeclaringClass().getEnumConstants());
    }

    /// The same listing with one more filter in its query.
    public Listing<O> filter(String name, String meaning) {
        List<Route.Parameter> more = new ArrayList<>(filters);
        more.add(new Route.Parameter(name, meaning));
        return new Listing<>(keys, usual, usuallyDescending, List.copyOf(more));
    }

    /// What a route with this listing has in its query.
    public List<Route.Parameter> parameters() {
        List<Route.Parameter> parameters =
                new ArrayList<>(
                        List.of(
                                new Route.Parameter(
                                        "page", "which page, from 1; past the end: the last"),
                                new Route.Parameter(
                                        "pageSize",
                                        "items on a page, 1 to "
                                                + Page.MAX_PAGE_SIZE
                                                + ", "
                                                + Page.DEFAULT_PAGE_SIZE
                                                + " if absent"),
                                new Route.Parameter(
                                        "sort",
                                        "one of " + names() + "; with - in front largest first")));
        parameters.addAll(filters);
        return parameters;
    }

    /// The page that a call asks for.
    ///
    /// @param read asks a store; asked a second time if the page is past the end
    public <T> Page<T> page(Call call, Function<Paging<O>, Page<T>> read) {
        Paging<O> wanted = paging(call);
        Page<T> page = read.apply(wanted);
        if (!page.items().isEmpty() || page.total() == 0) {
            return page;
        }
        int last = Math.toIntExact(Math.ceilDiv(page.total(), (long) wanted.pageSize()));
        return read.apply(
                new Paging<>(last, wanted.pageSize(), wanted.order(), wanted.descending()));
    }

    /// A page of a list that is all there, in the order it has.
    public <T> Page<T> cut(Call call, List<T> all) {
        return page(
                call,
                paging -> {
                    int from = (int) Math.min(all.size(), paging.offset());
                    int to = Math.min(all.size(), from + paging.pageSize());
                    return new Page<>(
                            all.subList(from, to),
                            paging.page(),
                            paging.pageSize(),
                            (long) all.size());
                });
    }

    private Paging<O> paging(Call call) {
        int page = call.query("page").flatMap(Listing::number).filter(n -> n >= 1).orElse(1);
        int pageSize = call.query("pageSize").map(Listing::pageSize).orElse(Page.DEFAULT_PAGE_SIZE);
        Optional<String> sort = call.query("sort");
        return sort.isEmpty()
                ? new Paging<>(page, pageSize, usual, usuallyDescending)
                : new Paging<>(page, pageSize, key(sort.get()), sort.get().startsWith("-"));
    }

    private O key(String sort) {
        String name = sort.startsWith("-") ? sort.substring(1) : sort;
        return keys.stream()
                .filter(key -> camelCase(key).equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("sort", "must be one of " + names()));
    }

    private String names() {
        return keys.stream().map(Listing::camelCase).collect(Collectors.joining(", "));
    }

    private static int pageSize(String text) {
        return number(text)
                .filter(n -> n >= 1 && n <= Page.MAX_PAGE_SIZE)
                .orElseThrow(() ->
                        ProblemException.invalid(
                                "pageSize",
                                "must be a whole number from 1 to " + Page.MAX_PAGE_SIZE));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String camelCase(Enum<?> key) {
        String joined =
                Arrays.stream(key.name().toLowerCase(Locale.ROOT).split("_", -1))
                        .map(word ->
                                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
        return joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
    }
}
