/// Tests of the agent's test of its own machine.
@NullMarked
package org.vdeli.agent.check;

import org.jspecify.annotations.NullMarked;
