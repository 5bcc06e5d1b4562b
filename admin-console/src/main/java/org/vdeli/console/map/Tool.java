package org.vdeli.console.map;

/// What the mouse does on the map.
public enum Tool {
    /// Looks: moves the map, chooses things. Changes nothing.
    SELECT,
    /// Moves corners, clusters and servers.
    ARRANGE,
    /// Draws a region corner by corner.
    POLYGON,
    /// Draws a region in one stroke.
    RECTANGLE,
    /// Places a cluster.
    CLUSTER,
    /// Makes a cluster of the servers that are circled.
    LASSO
}
