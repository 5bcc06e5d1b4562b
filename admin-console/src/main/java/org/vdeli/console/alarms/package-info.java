/// What is wrong, since when, and who looks after it.
@NullMarked
package org.vdeli.console.alarms;

import org.jspecify.annotations.NullMarked;
