package org.vdeli.contracts.api;

import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;

/// Where the clients of a network belong; exactly one of region and cluster is given.
///
/// @param prefix such as `10.1.0.0/16` or `2001:db8::/32`; of several that hold an address the
///   longest counts
public record NetworkPrefixDraft(
        String prefix, Optional<RegionId> region, Optional<ClusterId> cluster) {}
