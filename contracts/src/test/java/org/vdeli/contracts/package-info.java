@NullMarked
package org.vdeli.contracts;

import org.jspecify.annotations.NullMarked;
