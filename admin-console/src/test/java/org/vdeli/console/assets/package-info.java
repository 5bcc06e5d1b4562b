@NullMarked
package org.vdeli.console.assets;

import org.jspecify.annotations.NullMarked;
