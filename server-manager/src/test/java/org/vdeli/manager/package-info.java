@NullMarked
package org.vdeli.manager;

import org.jspecify.annotations.NullMarked;
