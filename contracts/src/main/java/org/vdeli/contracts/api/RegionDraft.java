package org.vdeli.contracts.api;

import java.util.List;
import org.vdeli.contracts.value.GeoPoint;

/// What is needed to create or change a region.
///
/// @param area at least 3 corners, or none
public record RegionDraft(String name, List<GeoPoint> area, Integer order) {
    public RegionDraft {
        area = List.copyOf(area);
    }
}
