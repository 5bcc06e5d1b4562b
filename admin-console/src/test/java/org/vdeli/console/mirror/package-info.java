@NullMarked
package org.vdeli.console.mirror;

import org.jspecify.annotations.NullMarked;
