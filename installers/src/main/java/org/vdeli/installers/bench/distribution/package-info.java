/// `bench distribution`: how long a file takes from the publisher's hand to every edge server of a
/// shaped network, against the shortest time that the links allow.
///
/// The programs are the packaged ones, each in a network of its own: the manager with its database
/// and broker at the origin, an agent with its nginx at each edge. [ShapedFleet] starts them,
/// [DistributionBench] lets a round after the other run, [Gauge] watches links and processes
/// meanwhile, [Round] is what came out of one. Times are the manager's: when it accepted the upload
/// and when it stored each confirmation, so that looking on adds nothing to them.
@NullMarked
package org.vdeli.installers.bench.distribution;

import org.jspecify.annotations.NullMarked;
