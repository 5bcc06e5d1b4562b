/// Tests of purges.
@NullMarked
package org.vdeli.manager.purge;

import org.jspecify.annotations.NullMarked;
