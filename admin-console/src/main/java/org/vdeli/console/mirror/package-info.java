/// What the console knows of the manager's world: a copy in memory that the event stream keeps
/// true.
///
/// [Mirror] is fed on the thread that follows the events and read from any thread. A snapshot is
/// gathered aside and takes the old picture's place in one step, so that a reconnect shows no empty
/// table in between. Nothing is trusted about the order of events: figures of a server that is not
/// known yet wait for it, what comes twice changes nothing, an interval is drawn once.
///
/// Each server's last ten minutes stay in memory ([Trace]), and the fleet's ([FleetTrace]).
@NullMarked
package org.vdeli.console.mirror;

import org.jspecify.annotations.NullMarked;
