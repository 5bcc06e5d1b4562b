package org.vdeli.contracts.api;

/// What is known of an asset on a server it is assigned to.
public enum ReplicaState {
    /// Assigned; nothing is there yet.
    MISSING,
    /// An agent is fetching it.
    FILLING,
    /// There; its checksum was read back.
    VERIFIED,
    /// The last attempt failed; another may be due.
    FAILED,
    /// No longer assigned; its purge is under way.
    REMOVING
}
