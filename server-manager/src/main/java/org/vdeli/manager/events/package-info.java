/// The event stream `GET /api/v1/events`, by which consoles follow what happens.
///
/// [EventHub] is told ids by the rest of the manager ([org.vdeli.manager.change.Changes]), gathers
/// them per [Topic], and at each topic's own pace reads the newest views ([ConsoleViews]) once for
/// all consoles. A console first gets a snapshot, then the changes that were queued since before
/// the snapshot was begun, so it misses nothing; that an item comes twice does no harm, as the
/// newest replaces the one before. Each console has a bounded queue: one that is too slow is sent
/// away and gets a new snapshot when it comes back.
@NullMarked
package org.vdeli.manager.events;

import org.jspecify.annotations.NullMarked;
