package org.vdeli.contracts.api;

/// How bad it is.
public enum AlarmSeverity {
    /// Viewers or publishers are affected.
    CRITICAL,
    /// They will be if nobody acts.
    WARNING
}
