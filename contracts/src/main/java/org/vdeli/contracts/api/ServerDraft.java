package org.vdeli.contracts.api;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// What an operator may change of a server, or state of it before it enrols.
///
/// @param cluster absent: none yet, gets nothing
/// @param state only [ServerState#ONLINE] (back to work), DRAINING, MAINTENANCE or RETIRED may be
///   asked for; absent leaves it
public record ServerDraft(
        Optional<ClusterId> cluster,
        String name,
        List<String> addresses,
        Integer httpPort,
        Optional<GeoPoint> position,
        String zone,
        ServerRole role,
        Bitrate capacity,
        Optional<ServerState> state) {
    public ServerDraft {
        addresses = List.copyOf(addresses);
    }
}
