/// What is wrong right now: an [Alarm] is raised once for an object and a code, and stays the same
/// alarm until it is cleared.
@NullMarked
package org.vdeli.manager.alarm;

import org.jspecify.annotations.NullMarked;
