package org.vdeli.console.frame;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.Role;

/// What the frame says about the line, the operator and the alarms at one moment.
///
/// @param manager name or address of the manager
/// @param since when the line got into this state
/// @param cause why it was lost; empty otherwise
/// @param secondsToAttempt until it is tried again; 0 while an attempt runs
/// @param silentTenths tenths of a second since the manager was last heard
/// @param openAlarms not acknowledged, still standing
/// @param everLive whether there is anything to show yet
public record FrameStatus(
        Line line,
        String manager,
        Instant since,
        long secondsSince,
        String cause,
        long secondsToAttempt,
        long silentTenths,
        String operator,
        Optional<Role> role,
        long openAlarms,
        boolean everLive) {

    /// The line to the manager.
    public enum Line {
        SIGNED_OUT,
        CONNECTING,
        LIVE,
        LOST,
        EXPIRED
    }

    /// Whether what the screens show is not true any more.
    public boolean isStale() {
        return line == Line.LOST || line == Line.EXPIRED;
    }
}
