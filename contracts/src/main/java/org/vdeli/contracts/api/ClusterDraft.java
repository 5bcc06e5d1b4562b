package org.vdeli.contracts.api;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// What is needed to create or change a cluster; see [ClusterView].
public record ClusterDraft(
        RegionId region,
        String name,
        GeoPoint position,
        List<String> networks,
        Bitrate wanCapacity,
        Optional<Bitrate> wanCap) {
    public ClusterDraft {
        networks = List.copyOf(networks);
    }

    /// One without a cap.
    public ClusterDraft(
            RegionId region,
            String name,
            GeoPoint position,
            List<String> networks,
            Bitrate wanCapacity) {
        this(region, name, position, networks, wanCapacity, Optional.empty());
    }
}
