package org.vdeli.manager.routing;

import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.router.net.IpPrefix;

/// Where an operator says that the clients of a network belong.
///
/// @param prefix unique
/// @param region absent if a cluster is meant
/// @param cluster absent if a region is meant
public record ClientNetwork(
        NetworkPrefixId id,
        IpPrefix prefix,
        Optional<RegionId> region,
        Optional<ClusterId> cluster) {
    public ClientNetwork {
        if (region.isPresent() == cluster.isPresent()) {
            throw new IllegalArgumentException(
                    "a network must lead to a region or to a cluster: " + prefix);
        }
    }
}
