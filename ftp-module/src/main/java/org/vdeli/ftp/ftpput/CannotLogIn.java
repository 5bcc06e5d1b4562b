package org.vdeli.ftp.ftpput;

import java.io.IOException;

/// There is no session to be had.
final class CannotLogIn extends IOException {
    private final boolean refused;

    /// @param refused whether the server said no, so that trying again is of no use
    CannotLogIn(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    CannotLogIn(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    boolean refused() {
        return refused;
    }
}
