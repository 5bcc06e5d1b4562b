@NullMarked
package org.vdeli.console.frame;

import org.jspecify.annotations.NullMarked;
