/// What a router knows: the fleet, which servers hold which path, and how the servers are.
///
/// A [RoutingTable] is immutable and made anew when something of it changes; a [Pulse], how each
/// server is at this moment, is small and comes every second. Both together are a
/// [RoutingSnapshot], which one reference swaps in. A [RoutingModel] is what they are made from:
/// the manager keeps one from its database, a router on its own from the manager's [Update]s.
///
/// Servers are numbers from 0 in the order of their clusters, so that the servers of a cluster
/// stand together, and a set of servers is a few 16-bit numbers or a bit set ([Holders]).
@NullMarked
package org.vdeli.router.map;

import org.jspecify.annotations.NullMarked;
