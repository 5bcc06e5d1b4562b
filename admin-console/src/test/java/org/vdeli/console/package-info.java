@NullMarked
package org.vdeli.console;

import org.jspecify.annotations.NullMarked;
