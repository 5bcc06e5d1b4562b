package org.vdeli.console.map;

import java.util.List;
import java.util.Optional;
import org.vdeli.console.geo.Areas;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.GeoPoint;

/// A region as it shall be.
///
/// @param area at least 3 corners, or none
/// @param order which region wins where areas overlap: the lower one
public record RegionPlan(Ref<RegionId> ref, String name, List<GeoPoint> area, int order) {
    public RegionPlan {
        area = List.copyOf(area);
    }

    static RegionPlan of(RegionView view) {
        return new RegionPlan(new Ref.Saved<>(view.id()), view.name(), view.area(), view.order());
    }

    RegionPlan named(String newName) {
        return new RegionPlan(ref, newName, area, order);
    }

    RegionPlan drawn(List<GeoPoint> corners) {
        return new RegionPlan(ref, name, corners, order);
    }

    RegionPlan ordered(int newOrder) {
        return new RegionPlan(ref, name, area, newOrder);
    }

    Optional<Areas> shape() {
        return Areas.of(area);
    }

    RegionDraft draft() {
        return new RegionDraft(name, area, order);
    }
}
