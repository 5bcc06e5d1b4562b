@NullMarked
package org.vdeli.installers;

import org.jspecify.annotations.NullMarked;
