@NullMarked
package org.vdeli.manager.events;

import org.jspecify.annotations.NullMarked;
