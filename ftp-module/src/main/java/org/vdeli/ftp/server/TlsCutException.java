package org.vdeli.ftp.server;

import javax.net.ssl.SSLException;

/// A TLS data connection ended without close_notify: perhaps somebody cut it off.
final class TlsCutException extends SSLException {
    TlsCutException(Throwable cause) {
        super("the data connection ended without TLS close_notify", cause);
    }
}
