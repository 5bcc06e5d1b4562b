/// Trying again what another machine has to be there for.
///
/// Design: [BackOff] is the arithmetic of the pauses, pure; a [Retry] keeps them for one thing that
/// is tried, and ends one early when there is word that trying is worth it. Whoever reaches one
/// party of the manager, its HTTP or its broker, hints at those who wait for the other.
@NullMarked
package org.vdeli.contracts.retry;

import org.jspecify.annotations.NullMarked;
