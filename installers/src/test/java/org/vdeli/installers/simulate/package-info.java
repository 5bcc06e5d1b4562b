@NullMarked
package org.vdeli.installers.simulate;

import org.jspecify.annotations.NullMarked;
