@NullMarked
package org.vdeli.console.table;

import org.jspecify.annotations.NullMarked;
