@NullMarked
package org.vdeli.router.follow;

import org.jspecify.annotations.NullMarked;
