package org.vdeli.console.map;

import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// What is chosen on the map, or under the pointer.
public sealed interface Pick {
    /// The world.
    record Nothing() implements Pick {}

    record OfRegion(Ref<RegionId> ref) implements Pick {}

    record OfCluster(Ref<ClusterId> ref) implements Pick {}

    record OfServer(ServerId id) implements Pick {}
}
