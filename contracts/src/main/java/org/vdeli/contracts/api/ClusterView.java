package org.vdeli.contracts.api;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// Edge servers on one LAN.
///
/// @param networks prefixes such as `10.1.0.0/16` or `2001:db8::/32`
/// @param wanCapacity of its uplink, each way; zero when unknown
/// @param wanCap what all fills of the cluster together may take from outside; absent for no limit
public record ClusterView(
        ClusterId id,
        RegionId region,
        String name,
        GeoPoint position,
        List<String> networks,
        Bitrate wanCapacity,
        Optional<Bitrate> wanCap) {
    public ClusterView {
        networks = List.copyOf(networks);
    }

    /// One without a cap.
    public ClusterView(
            ClusterId id,
            RegionId region,
            String name,
            GeoPoint position,
            List<String> networks,
            Bitrate wanCapacity) {
        this(id, region, name, position, networks, wanCapacity, Optional.empty());
    }
}
