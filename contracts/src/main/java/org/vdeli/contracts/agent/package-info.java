/// What the manager and the agents say to each other: [Job]s down, [Report]s up, both as sealed
/// kinds that travel in an [org.vdeli.contracts.wire.Envelope] of at most 4 KiB; and the bodies of
/// the few HTTP calls (enrolment, manifest, inventory) that carry what is too large for the broker.
///
/// Widen only: a new component is `Optional`, a new kind is read by an older program as `Unknown`.
@NullMarked
package org.vdeli.contracts.agent;

import org.jspecify.annotations.NullMarked;
