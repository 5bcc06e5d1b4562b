package org.vdeli.contracts.api;

import java.util.List;

/// One page of a list.
///
/// @param page from 1
/// @param pageSize 1 to [#MAX_PAGE_SIZE]
/// @param total number of items over all pages
public record Page<T>(List<T> items, Integer page, Integer pageSize, Long total) {
    public static final int DEFAULT_PAGE_SIZE = 50;
    public static final int MAX_PAGE_SIZE = 1000;

    public Page {
        items = List.copyOf(items);
    }
}
