/// What happens when a viewer asks nginx for a file that is not there: it is filled by the engine
/// that fills everything, and the viewer gets the pieces as they are verified.
///
/// Design: nginx passes such a request on to [MissDoor], by a unix socket. [MissDoor] reads the
/// head ([RequestHead]) and asks [Misses] what to do: look where the file is by now, or which fill
/// brings it, or ask the manager, once for all who wait for the same path. The manager's answer is
/// an order like any other; it goes into the journal and to the runner. [Viewing] then hands out
/// the growing file, says which pieces its viewer waits for, and knows nothing of how they come. A
/// viewer who leaves or is slow costs a thread that waits, and the fill nothing. When the fill is
/// done the file is under nginx, and the next request never comes here.
@NullMarked
package org.vdeli.agent.miss;

import org.jspecify.annotations.NullMarked;
