package org.vdeli.console.mirror;

import java.time.Duration;
import java.time.Instant;
import org.vdeli.contracts.api.LiveView;

/// The newest figures of one server, and when they came here.
public record ServerLive(LiveView view, Instant received, Figures figures) {
    /// How long ago the server's newest heartbeat was, by the manager's clock at the time and the
    /// console's since.
    public Duration age(Instant now) {
        Duration here = Duration.between(received, now);
        return view.lag().plus(here.isNegative() ? Duration.ZERO : here);
    }
}
