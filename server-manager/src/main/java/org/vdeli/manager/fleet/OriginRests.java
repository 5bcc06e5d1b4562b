package org.vdeli.manager.fleet;

import java.time.Instant;
import java.util.Map;
import org.vdeli.contracts.id.ServerId;

/// The origins that rest: they were silent for so long that their copies are placed elsewhere, or
/// are back since a moment only. A rest goes with its server.
public interface OriginRests {
    /// All, each with its beginning.
    Map<ServerId, Instant> all();

    /// An origin rests from now on; one that does already, does so since before.
    void begin(ServerId origin, Instant at);

    /// It does not rest any more.
    void end(ServerId origin);
}
