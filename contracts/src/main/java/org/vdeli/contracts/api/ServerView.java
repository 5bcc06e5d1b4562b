package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;

/// An edge server or origin.
///
/// @param addresses v4 or v6, in order of preference
/// @param capacity of its line; zero when unknown
/// @param lastHeartbeat absent before the first
public record ServerView(
        ServerId id,
        Optional<ClusterId> cluster,
        String name,
        List<String> addresses,
        Integer httpPort,
        Optional<GeoPoint> position,
        String zone,
        ServerRole role,
        Bitrate capacity,
        ServerState state,
        Optional<String> agentVersion,
        Optional<Instant> lastHeartbeat) {
    public ServerView {
        addresses = List.copyOf(addresses);
    }
}
