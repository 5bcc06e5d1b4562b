package org.vdeli.manager.fleet;

import java.util.Set;
import org.vdeli.contracts.id.ServerId;

/// Whether an origin may be given copies.
public final class OriginStanding {
    private OriginStanding() {}

    /// Whether it may be given copies, which then count.
    ///
    /// @param resting origins whose copies do not count; see [OriginRests]
    public static boolean takesNew(EdgeServer origin, Set<ServerId> resting) {
        return switch (origin.state()) {
            case ONLINE, SILENT -> !resting.contains(origin.id());
            case JOINING, DRAINING, MAINTENANCE, RETIRED -> false;
        };
    }
}
