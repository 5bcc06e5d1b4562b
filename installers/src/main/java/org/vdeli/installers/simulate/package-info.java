/// A fleet that is simulated, so that the rest can be real: thousands of agents as light objects in
/// one JVM, against a real manager with its broker and its database.
///
/// A [SimulatedAgent] does all that a real one does but move bytes: it enrols over HTTP and gets an
/// account of its own at the broker, connects with the same [org.vdeli.contracts.amqp.BrokerLink],
/// reads its own queue, beats, samples, fetches the manifest of what it is to fill, takes the time
/// that [FillTimes] says, confirms with the checksum of the order, answers pings, and sends its
/// inventory when asked. What it holds is in memory: a simulation that starts again is a fleet
/// whose disks were all changed, and the manager fills them again.
///
/// What is left out: bytes, disks, nginx, pieces between neighbours. One file of a swarm or a slow
/// disk is nothing that this can show; how much of a fleet one manager carries is.
///
/// [SimulatedFleet] owns the agents and what they share; [FleetShape] says who they are, by a seed;
/// [FleetFounding] makes at the manager what they need; [FleetFigures] counts.
@NullMarked
package org.vdeli.installers.simulate;

import org.jspecify.annotations.NullMarked;
