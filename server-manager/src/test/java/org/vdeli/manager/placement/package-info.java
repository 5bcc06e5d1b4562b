@NullMarked
package org.vdeli.manager.placement;

import org.jspecify.annotations.NullMarked;
