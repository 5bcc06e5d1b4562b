@NullMarked
package org.vdeli.agent.peer;

import org.jspecify.annotations.NullMarked;
