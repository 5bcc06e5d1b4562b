package org.vdeli.installers.site;

/// A site could not be brought to where it should be. The message says what to do.
public final class SiteException extends RuntimeException {
    public SiteException(String message) {
        super(message);
    }

    public SiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
