@NullMarked
package org.vdeli.console.geo;

import org.jspecify.annotations.NullMarked;
