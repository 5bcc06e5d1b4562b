/// Tests of `org.vdeli.manager.fleet`.
@NullMarked
package org.vdeli.manager.fleet;

import org.jspecify.annotations.NullMarked;
