/// The fleet: every server with its live statistics, the sums above it, and the chosen server
/// beside it with its last ten minutes.
@NullMarked
package org.vdeli.console.servers;

import org.jspecify.annotations.NullMarked;
