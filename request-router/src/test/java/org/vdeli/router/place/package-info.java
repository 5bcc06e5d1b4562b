@NullMarked
package org.vdeli.router.place;

import org.jspecify.annotations.NullMarked;
