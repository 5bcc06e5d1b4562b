package org.vdeli.ftp.upload;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.vdeli.contracts.ingest.UploadDelivery;

/// A rename in a home that makes deliveries: noted before the move, so that a crash after it loses
/// none of them.
///
/// @param from where the file or folder was
/// @param to where it goes
/// @param deliveries what is delivered by it; their content is in the outbox already
record Renaming(String from, String to, List<UploadDelivery> deliveries) {
    Renaming {
        deliveries = List.copyOf(deliveries);
    }

    /// Whether the disk shows that the move was done.
    boolean wasDone() {
        return !Files.exists(Path.of(from), LinkOption.NOFOLLOW_LINKS)
                && Files.exists(Path.of(to), LinkOption.NOFOLLOW_LINKS);
    }
}
