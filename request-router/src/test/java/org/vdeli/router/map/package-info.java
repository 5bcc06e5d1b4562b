@NullMarked
package org.vdeli.router.map;

import org.jspecify.annotations.NullMarked;
