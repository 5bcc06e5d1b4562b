package org.vdeli.ftp.home;

import org.apache.ftpserver.ftplet.FtpException;

/// A path that no publisher may use; the message says which rule it breaks and may be shown.
public final class PathRefused extends FtpException {
    public PathRefused(String reason) {
        super(reason);
    }

    /// Why, for the publisher.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
