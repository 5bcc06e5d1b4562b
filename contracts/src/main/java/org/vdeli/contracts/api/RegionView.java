package org.vdeli.contracts.api;

import java.util.List;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.GeoPoint;

/// A group of clusters and an area on the map.
///
/// @param area corners of a polygon, at least 3; empty when not drawn
/// @param order which region wins where areas overlap: the lower one
public record RegionView(RegionId id, String name, List<GeoPoint> area, Integer order) {
    public RegionView {
        area = List.copyOf(area);
    }
}
