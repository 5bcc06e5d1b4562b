package org.vdeli.manager.fleet;

import java.util.List;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// Edge servers on one LAN.
///
/// @param name unique
/// @param networks prefixes such as `10.1.0.0/16` or `2001:db8::/32`
/// @param wanCapacity of its uplink, each way; zero when unknown
public record Cluster(
        ClusterId id,
        RegionId region,
        String name,
        GeoPoint position,
        List<String> networks,
        Bitrate wanCapacity) {
    public Cluster {
        networks = List.copyOf(networks);
    }
}
