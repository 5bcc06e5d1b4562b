package org.vdeli.console.frame;

import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// Something that can be gone to within a screen.
public sealed interface Place {
    record OfRegion(RegionId id) implements Place {}

    record OfCluster(ClusterId id) implements Place {}

    record OfServer(ServerId id) implements Place {}

    record OfAsset(AssetId id) implements Place {}

    /// A policy that is not there yet.
    record NewPolicy() implements Place {}

    /// The jobs that ended badly for good.
    record FailedJobs() implements Place {}
}
