/// What the manager has to do with the routing of viewers: it keeps the picture that routers decide
/// by, its own and those that run elsewhere, and what operators say of networks.
///
/// [RoutingFeed] keeps a `RoutingModel` like the database (assets, replicas, fleet, policies,
/// prefixes), told by [org.vdeli.manager.change.Changes] what to read again, and like the newest
/// heartbeats ([ServerPulse]). From it come the snapshot for this manager's own answers and the
/// updates that routers ask for. The decision itself is in the module request-router.
@NullMarked
package org.vdeli.manager.routing;

import org.jspecify.annotations.NullMarked;
