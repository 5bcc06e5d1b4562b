package org.vdeli.contracts.api;

import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;

/// Where the clients of a network belong; exactly one of region and cluster is there.
///
/// @param prefix such as `10.1.0.0/16` or `2001:db8::/32`
public record NetworkPrefixView(
        NetworkPrefixId id,
        String prefix,
        Optional<RegionId> region,
        Optional<ClusterId> cluster) {}
