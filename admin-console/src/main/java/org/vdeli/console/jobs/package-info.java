/// The transfer queue: jobs in pages that the manager filters and sorts, one in detail, and what an
/// operator may do with those that are chosen.
///
/// The console never holds more than one page: 100 000 jobs are no more to it than 100. An action
/// is counted by the manager first and named with its number before it is done.
@NullMarked
package org.vdeli.console.jobs;

import org.jspecify.annotations.NullMarked;
