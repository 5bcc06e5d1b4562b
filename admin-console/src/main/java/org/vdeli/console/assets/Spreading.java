package org.vdeli.console.assets;

import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;

/// What an asset's distribution has come to, in the order in which it deserves a look.
public enum Spreading {
    /// A server's last job failed.
    FAILED,
    /// Servers are fetching it.
    FILLING,
    /// Assigned, nothing moves yet.
    WAITING,
    /// No policy asks for it.
    UNASSIGNED,
    /// Every assigned server has it.
    COMPLETE,
    /// A newer version took its place.
    SUPERSEDED,
    /// Ordered to be removed everywhere.
    DELETED;

    static Spreading of(AssetView asset, @Nullable DistributionView distribution) {
        return switch (asset.state()) {
            case SUPERSEDED -> SUPERSEDED;
            case DELETED -> DELETED;
            case CURRENT -> of(distribution);
        };
    }

    private static Spreading of(@Nullable DistributionView distribution) {
        if (distribution == null || distribution.assigned() == 0) {
            return UNASSIGNED;
        }
        if (distribution.verified() >= distribution.assigned()) {
            return COMPLETE;
        }
        if (distribution.filling() > 0) {
            return FILLING;
        }
        return distribution.failed() > 0 ? FAILED : WAITING;
    }
}
