package org.vdeli.contracts.api;

/// Where an asset is in its life.
public enum AssetState {
    /// The newest version of its path.
    CURRENT,
    /// A newer version took its place.
    SUPERSEDED,
    /// Ordered to be removed everywhere.
    DELETED
}
