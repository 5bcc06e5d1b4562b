package org.vdeli.manager.api;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.database.Paging;

/// What can be done with pages of a list.
public final class Pages {
    private Pages() {}

    /// The same page with other items.
    public static <A, B> Page<B> map(Page<A> page, Function<A, B> item) {
        return mapAll(page, items -> items.stream().map(item).toList());
    }

    /// The same page with its items exchanged all at once.
    public static <A, B> Page<B> mapAll(Page<A> page, Function<List<A>, List<B>> items) {
        return new Page<>(items.apply(page.items()), page.page(), page.pageSize(), page.total());
    }

    /// All items of a list, read page by page.
    public static <T, O extends Enum<O>> Stream<T> all(O order, Function<Paging<O>, Page<T>> read) {
        return Stream.iterate(1, page -> page + 1)
                .map(page -> read.apply(new Paging<>(page, Page.MAX_PAGE_SIZE, order, false)))
                .takeWhile(page -> !page.items().isEmpty())
                .flatMap(page -> page.items().stream());
    }
}
