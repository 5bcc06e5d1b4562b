@NullMarked
package org.vdeli.router.decide;

import org.jspecify.annotations.NullMarked;
