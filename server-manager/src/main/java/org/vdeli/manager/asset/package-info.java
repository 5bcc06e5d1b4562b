/// What there is and where: an [Asset] is an accepted, immutable video, one version of one path; an
/// [Assignment] says that a server should hold it, a [Replica] that the server is known to, because
/// it read the checksum back. The difference between the two becomes jobs.
@NullMarked
package org.vdeli.manager.asset;

import org.jspecify.annotations.NullMarked;
