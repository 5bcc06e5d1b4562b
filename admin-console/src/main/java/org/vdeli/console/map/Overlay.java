package org.vdeli.console.map;

/// What the map tells of clusters and servers beyond where they are.
public enum Overlay {
    /// The states of the servers.
    STATE,
    /// What they send.
    TRAFFIC,
    /// Alarms that stand.
    ALARMS,
    /// How far one asset has spread.
    FILL
}
