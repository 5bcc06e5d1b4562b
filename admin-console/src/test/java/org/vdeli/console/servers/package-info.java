@NullMarked
package org.vdeli.console.servers;

import org.jspecify.annotations.NullMarked;
