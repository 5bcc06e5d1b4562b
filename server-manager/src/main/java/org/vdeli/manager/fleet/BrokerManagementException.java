package org.vdeli.manager.fleet;

/// The broker's management API did not do what it was asked.
public final class BrokerManagementException extends RuntimeException {
    BrokerManagementException(String what, String why) {
        super("could not ask the broker's management API for " + what + ": " + why);
    }

    BrokerManagementException(String what, String why, Throwable cause) {
        super("could not ask the broker's management API for " + what + ": " + why, cause);
    }
}
