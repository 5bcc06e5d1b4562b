@NullMarked
package org.vdeli.manager.access;

import org.jspecify.annotations.NullMarked;
