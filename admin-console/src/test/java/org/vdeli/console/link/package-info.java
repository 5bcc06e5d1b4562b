@NullMarked
package org.vdeli.console.link;

import org.jspecify.annotations.NullMarked;
