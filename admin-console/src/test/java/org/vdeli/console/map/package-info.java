@NullMarked
package org.vdeli.console.map;

import org.jspecify.annotations.NullMarked;
