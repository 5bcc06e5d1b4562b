/// The agent's test of its own machine, for `agent check`: each line says what was tried and, if it
/// failed, what to do.
@NullMarked
package org.vdeli.agent.check;

import org.jspecify.annotations.NullMarked;
