package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where an upload's bytes come from.
@FunctionalInterface
public interface ByteSource {
    /// Reads at least one byte into a buffer, waiting for it.
    ///
    /// @return the number of bytes, or -1 at the end
    /// @throws IOException if the sender broke off, or was silent for too long
    int read(ByteBuffer into) throws IOException;
}
