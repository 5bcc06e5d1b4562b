/// What the agent keeps on its disk: the content itself, what is published under nginx, and the
/// small logs that survive a crash.
///
/// Design: [ContentStore] holds files by their checksum, so equal content is kept once. The log of
/// [Publications] is the truth about what is published; nginx's folder is made from it by hard
/// links and put right at every start, so there is no state between two steps that a restart does
/// not mend. [KeyedLog] is the one way in which the agent remembers anything: an append-only file
/// of keyed texts, each line with a checksum. [DiskSpace] hands out room before a fill begins, so
/// that parallel fills cannot fill the disk together.
@NullMarked
package org.vdeli.agent.store;

import org.jspecify.annotations.NullMarked;
