/// What FTP nodes and the manager say to each other: checks of a publisher's account, the delivery
/// of a finished upload, and the [UploadReceived] message that starts its way to the edges.
@NullMarked
package org.vdeli.contracts.ingest;

import org.jspecify.annotations.NullMarked;
