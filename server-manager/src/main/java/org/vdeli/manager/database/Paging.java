package org.vdeli.manager.database;

import org.vdeli.contracts.api.Page;

/// Which part of a list is asked for, and in which order. Lists break ties by id, so pages never
/// overlap.
///
/// @param page from 1
/// @param pageSize 1 to [Page#MAX_PAGE_SIZE]
/// @param order what to sort by
/// @param descending largest first
/// @param <O> what the list can be sorted by
public record Paging<O extends Enum<O>>(int page, int pageSize, O order, boolean descending) {
    public Paging {
        if (page < 1) {
            throw new IllegalArgumentException("page must be at least 1, not " + page);
        }
        if (pageSize < 1 || pageSize > Page.MAX_PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "page size must be 1 to " + Page.MAX_PAGE_SIZE + ", not " + pageSize);
        }
    }

    /// The first page of the usual size, smallest first.
    public static <O extends Enum<O>> Paging<O> first(O order) {
        return new Paging<>(1, Page.DEFAULT_PAGE_SIZE, order, false);
    }

    /// How many items stand before the page.
    public long offset() {
        return (page - 1L) * pageSize;
    }
}
