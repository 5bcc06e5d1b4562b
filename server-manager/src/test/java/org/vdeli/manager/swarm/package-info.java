@NullMarked
package org.vdeli.manager.swarm;

import org.jspecify.annotations.NullMarked;
