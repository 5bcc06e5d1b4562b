@NullMarked
package org.vdeli.manager.presence;

import org.jspecify.annotations.NullMarked;
