/// How a router on its own comes by what it knows: it asks the manager every second what changed
/// ([Follower]), and keeps all of it in a file ([SnapshotFile]), with which it starts when no
/// manager answers. [UpdateCodec] is the form on the wire and on the disk.
@NullMarked
package org.vdeli.router.follow;

import org.jspecify.annotations.NullMarked;
