package org.vdeli.installers.site;

/// The manager refused a call, or could not be reached.
public final class ManagerException extends RuntimeException {
    private final int status;

    /// @param status of the HTTP answer; 0 if there was none
    ManagerException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Without an answer.
    ManagerException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /// Status of the HTTP answer; 0 if there was none.
    public int status() {
        return status;
    }

    /// Whether the same call may go well later: nobody answered, or the manager is not ready.
    public boolean isPassing() {
        return status == 0 || status / 100 == 5;
    }
}
