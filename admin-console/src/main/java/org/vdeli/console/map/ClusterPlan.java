package org.vdeli.console.map;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// A cluster as it shall be.
///
/// @param networks,wanCapacity,wanCap kept as they are: the map does not change them
public record ClusterPlan(
        Ref<ClusterId> ref,
        Ref<RegionId> region,
        String name,
        GeoPoint position,
        List<String> networks,
        Bitrate wanCapacity,
        Optional<Bitrate> wanCap) {
    public ClusterPlan {
        networks = List.copyOf(networks);
    }

    static ClusterPlan of(ClusterView view) {
        return new ClusterPlan(
                new Ref.Saved<>(view.id()),
                new Ref.Saved<>(view.region()),
                view.name(),
                view.position(),
                view.networks(),
                view.wanCapacity(),
                view.wanCap());
    }

    /// One that was drawn.
    static ClusterPlan fresh(
            Ref<ClusterId> ref, Ref<RegionId> region, String name, GeoPoint position) {
        return new ClusterPlan(
                ref, region, name, position, List.of(), Bitrate.ZERO, Optional.empty());
    }

    ClusterPlan named(String newName) {
        return new ClusterPlan(ref, region, newName, position, networks, wanCapacity, wanCap);
    }

    ClusterPlan at(GeoPoint place) {
        return new ClusterPlan(ref, region, name, place, networks, wanCapacity, wanCap);
    }

    ClusterPlan in(Ref<RegionId> newRegion) {
        return new ClusterPlan(ref, newRegion, name, position, networks, wanCapacity, wanCap);
    }

    /// What the manager is to be told.
    ///
    /// @param savedRegion the region's id, which it has by then
    ClusterDraft draft(RegionId savedRegion) {
        return new ClusterDraft(savedRegion, name, position, networks, wanCapacity, wanCap);
    }
}
