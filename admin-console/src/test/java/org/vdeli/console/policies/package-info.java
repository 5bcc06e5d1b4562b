@NullMarked
package org.vdeli.console.policies;

import org.jspecify.annotations.NullMarked;
