package org.vdeli.contracts.api;

import java.util.List;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// What is needed to create or change a cluster.
public record ClusterDraft(
        RegionId region,
        String name,
        GeoPoint position,
        List<String> networks,
        Bitrate wanCapacity) {
    public ClusterDraft {
        networks = List.copyOf(networks);
    }
}
