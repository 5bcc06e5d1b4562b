package org.vdeli.installers.site;

import org.vdeli.contracts.value.GeoPoint;

/// An edge server of a site.
///
/// @param name of the server, and of its folder
/// @param cluster name of the cluster that it joins
/// @param zone its time zone
public record Edge(String name, String cluster, String zone, GeoPoint location) {}
