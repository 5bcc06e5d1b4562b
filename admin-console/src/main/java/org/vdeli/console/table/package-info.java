/// The rows of a live table, without a table: filter, order and selection kept through a rewrite of
/// all rows each second.
///
/// Immutable rows replaced in one go are the fastest way to keep 4000 of them alive: a sorted list
/// over observable properties stalls the drawing thread for a second at a time.
@NullMarked
package org.vdeli.console.table;

import org.jspecify.annotations.NullMarked;
