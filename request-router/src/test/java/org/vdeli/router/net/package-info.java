@NullMarked
package org.vdeli.router.net;

import org.jspecify.annotations.NullMarked;
