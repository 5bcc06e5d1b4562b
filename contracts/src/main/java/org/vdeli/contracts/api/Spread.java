package org.vdeli.contracts.api;

/// How many servers of a region get an asset.
public enum Spread {
    /// Every edge server of the region.
    ALL,
    /// So many servers of each cluster.
    PER_CLUSTER,
    /// So many servers of the whole region.
    PER_REGION,
    /// None; edges fill on a miss.
    NONE
}
