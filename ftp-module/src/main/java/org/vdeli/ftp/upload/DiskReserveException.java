package org.vdeli.ftp.upload;

import java.io.IOException;

/// An upload has no room above the [DiskReserve]; the message may be shown to its publisher.
public final class DiskReserveException extends IOException {
    DiskReserveException(String reason) {
        super(reason);
    }
}
