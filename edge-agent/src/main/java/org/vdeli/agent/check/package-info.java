/// The agent's test of its own machine, for `agent check`: each line says what was tried and, if it
/// failed, what to do.
///
/// Design: a [Finding] is one line. [SelfTest] asks for them in the order in which one thing needs
/// the other, and what lacks its ground is skipped, so that one fault gives one failure. [Trouble]
/// turns what the JDK throws into words for the one who stands at the server. Nothing is changed:
/// nginx tests a copy of its configuration in a folder for temporary files, a folder that is not
/// there is not made, nothing is taken from the broker, and no token is used up.
@NullMarked
package org.vdeli.agent.check;

import org.jspecify.annotations.NullMarked;
