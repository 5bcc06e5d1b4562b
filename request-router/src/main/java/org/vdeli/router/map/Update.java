package org.vdeli.router.map;

import java.util.List;
import java.util.Optional;

/// What changed in a [RoutingModel] since a [Mark], or all of it.
///
/// @param mark of the model after it
/// @param whole whether it is all, and what was there before is to be forgotten
/// @param fleet absent if it did not change
/// @param assets that are new or changed; holders are numbers of the fleet after the update
/// @param removed ids of assets that are no longer there
/// @param pulse of the fleet after the update
public record Update(
        Mark mark,
        boolean whole,
        Optional<Fleet> fleet,
        List<RoutingTable.Asset> assets,
        List<Long> removed,
        Pulse pulse) {
    public Update {
        assets = List.copyOf(assets);
        removed = List.copyOf(removed);
        if (whole && fleet.isEmpty()) {
            throw new IllegalArgumentException("a whole update must have the fleet");
        }
    }

    /// How far a copy of a model is.
    ///
    /// @param epoch of the model: another one counts anew; 0 is of none
    /// @param fleet counts its changes
    /// @param assets counts their changes
    public record Mark(long epoch, long fleet, long assets) {
        /// Nothing is known yet.
        public static final Mark NOTHING = new Mark(0, 0, 0);
    }
}
