package org.vdeli.contracts.api;

/// How far a purge is.
public enum PurgeState {
    /// The orders are being made, part by part.
    ORDERING,
    /// All orders are made; some servers have not confirmed yet.
    RUNNING,
    /// Every server has confirmed, or was retired.
    DONE
}
