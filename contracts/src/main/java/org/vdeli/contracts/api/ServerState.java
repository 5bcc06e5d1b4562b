package org.vdeli.contracts.api;

/// The state of a server as the manager sees it.
public enum ServerState {
    /// Enrolled, no heartbeat yet.
    JOINING,
    /// Heartbeats arrive.
    ONLINE,
    /// No heartbeat for longer than allowed.
    SILENT,
    /// Gets no new viewers and no new assets.
    DRAINING,
    /// Taken out by an operator: raises no alarms.
    MAINTENANCE,
    /// Gone for good; kept for history.
    RETIRED
}
