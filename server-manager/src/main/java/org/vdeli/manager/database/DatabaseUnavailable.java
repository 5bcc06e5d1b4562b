package org.vdeli.manager.database;

/// The database cannot be reached, or not in time. Nothing was changed (or, if the connection broke
/// at the very commit, it is unknown whether it was): back off and do the whole thing again.
public final class DatabaseUnavailable extends RuntimeException {
    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
