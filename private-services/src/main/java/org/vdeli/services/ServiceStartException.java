package org.vdeli.services;

/// A private service could not be started; the message says which one, why, what to do, and ends
/// with the last lines of its log.
public final class ServiceStartException extends RuntimeException {
    ServiceStartException(String message) {
        super(message);
    }

    ServiceStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
