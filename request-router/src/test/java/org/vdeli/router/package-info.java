@NullMarked
package org.vdeli.router;

import org.jspecify.annotations.NullMarked;
