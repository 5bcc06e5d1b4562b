/// Who shares the pieces of an asset with whom.
///
/// Design: a server that fills asks once for its [org.vdeli.contracts.agent.Swarm] and then again
/// every half minute; everything else the agents tell each other. [SwarmMap] holds one asset's
/// servers by cluster and chooses for one of them; it is pure. [Swarms] makes the map from the
/// database and keeps it for a few seconds, so that 4000 agents that begin together cost one read.
@NullMarked
package org.vdeli.manager.swarm;

import org.jspecify.annotations.NullMarked;
