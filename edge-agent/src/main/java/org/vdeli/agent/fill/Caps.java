package org.vdeli.agent.fill;

import java.util.Optional;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.Bitrate;

/// The limits that all fills of this server share.
///
/// @param wan what comes from outside the cluster; absent for no limit
/// @param lan what comes from neighbours
public record Caps(Optional<WanCap> wan, Throttle lan) {
    private static final Throttle FREE = Throttle.of(Bitrate.ZERO);

    /// No limit but those of the orders.
    public static final Caps NONE = new Caps(Optional.empty(), FREE);

    /// What a connection passes.
    Throttle of(Lane lane) {
        return lane.isWan() ? wan.map(WanCap::throttle).orElse(FREE) : lan;
    }

    /// To be called when a fill begins.
    void refresh() throws InterruptedException {
        if (wan.isPresent()) {
            wan.get().refresh();
        }
    }
}
