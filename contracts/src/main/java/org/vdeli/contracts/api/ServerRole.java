package org.vdeli.contracts.api;

/// What a server is for.
public enum ServerRole {
    /// Serves viewers.
    EDGE,
    /// Holds authoritative copies.
    ORIGIN
}
