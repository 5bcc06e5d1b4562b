package org.vdeli.ftp.upload;

import java.io.IOException;

/// Another session writes to the file at this moment.
public final class FileBusyException extends IOException {
    FileBusyException(String name) {
        super("another session is writing " + name + " now; try again later");
    }
}
