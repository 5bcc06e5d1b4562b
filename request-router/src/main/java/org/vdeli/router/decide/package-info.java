/// Which server a viewer is sent to. Pure: no I/O, clock or log; [Decider] has the method.
///
/// What changes with each answer, how many viewers were sent where of late, is [LoadCounts], which
/// the caller keeps.
@NullMarked
package org.vdeli.router.decide;

import org.jspecify.annotations.NullMarked;
