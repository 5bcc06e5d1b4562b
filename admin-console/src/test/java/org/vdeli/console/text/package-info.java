@NullMarked
package org.vdeli.console.text;

import org.jspecify.annotations.NullMarked;
