/// Removing assets from servers on an operator's order, with a receipt from every server (features
/// F082 and N07).
///
/// A [org.vdeli.manager.purge.Purge] names assets (some, a file, a folder, a project) and servers
/// (some, of clusters, of regions, or all). The orders are made part by part; each copy to be
/// removed is a target with the job that removes it, and the job's confirmation is its receipt. So
/// a purge survives managers that die, is done by any of them, and says at any time how far it is
/// and who lags behind. A target whose job is called off is not waited for, and counted apart.
///
/// There are two kinds. A purge that deletes makes the assets deleted, and the planner then takes
/// them away everywhere. Any other purge leaves it to the delivery policies what should be where:
/// where none of them wants the asset, it is removed; where one does, the purge is refused as a
/// whole, unless it says `refill`: then the copy is removed and, once that is confirmed, planned
/// and fetched again.
@NullMarked
package org.vdeli.manager.purge;

import org.jspecify.annotations.NullMarked;
