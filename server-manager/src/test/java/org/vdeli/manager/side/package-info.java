@NullMarked
package org.vdeli.manager.side;

import org.jspecify.annotations.NullMarked;
