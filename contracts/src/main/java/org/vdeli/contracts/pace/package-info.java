/// Keeping transfers below a rate.
///
/// Design: a [TokenBucket] is the arithmetic of one limit, pure; a [Throttle] is a limit that many
/// connections share, each in its turn. Caps of different reach (one connection, one server) are
/// throttles that a transfer passes one after the other.
@NullMarked
package org.vdeli.contracts.pace;

import org.jspecify.annotations.NullMarked;
