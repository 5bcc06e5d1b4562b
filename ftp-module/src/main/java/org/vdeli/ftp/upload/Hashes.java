package org.vdeli.ftp.upload;

import java.util.List;
import org.vdeli.contracts.value.Checksum;

/// The checksums of one file.
///
/// @param size number of bytes
/// @param whole of all of them
/// @param pieces of each piece, in order; none for an empty file
record Hashes(long size, Checksum whole, List<Checksum> pieces) {
    Hashes {
        pieces = List.copyOf(pieces);
    }
}
