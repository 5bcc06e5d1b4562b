package org.vdeli.contracts.config;

/// How a vdeli program ends. The numbers are those of sysexits.h where it has one.
public enum ExitCode {
    /// Done.
    OK(0),
    /// The program could not do its work.
    FAILED(1),
    /// The command line is wrong.
    USAGE(2),
    /// The configuration is wrong (EX_CONFIG of sysexits.h).
    CONFIGURATION(78);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /// Returns the status for `System.exit`
    public int status() {
        return status;
    }
}
