package org.vdeli.manager.fleet;

import java.util.List;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.GeoPoint;

/// A group of clusters and an area on the map.
///
/// @param name unique
/// @param area corners of a polygon, at least 3; empty when not drawn
/// @param order which region wins where areas overlap: the lower one
public record Region(RegionId id, String name, List<GeoPoint> area, int order) {
    public Region {
        area = List.copyOf(area);
    }
}
