package org.vdeli.installers.packages;

import java.io.Serial;

/// A package could not be made; the message says which, why, and what to do.
final class PackagingException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    PackagingException(String message) {
        super(message);
    }

    PackagingException(String message, Throwable cause) {
        super(message, cause);
    }
}
