/// How bytes come in: an [Upload] is what an FTP node delivered; it becomes an asset or is rejected
/// with a reason that the publisher can read. A receipt is taken once, however often it is
/// delivered.
@NullMarked
package org.vdeli.manager.ingest;

import org.jspecify.annotations.NullMarked;
