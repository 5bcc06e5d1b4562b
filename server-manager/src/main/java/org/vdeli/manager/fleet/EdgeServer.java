package org.vdeli.manager.fleet;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;

/// An edge server or an origin.
///
/// @param cluster absent: none yet, gets nothing
/// @param name unique
/// @param addresses v4 or v6, in order of preference
/// @param httpPort of its nginx, 1 to 65535
/// @param zone its time zone, for windows
/// @param capacity of its line; zero when unknown
/// @param agentVersion as the agent said last
/// @param installation unique, made by the agent at its first start; absent before it enrols
/// @param secretHash SHA-256 of the agent's HTTP secret; absent before it enrols
/// @param lastHeartbeat when one arrived last, on the manager's clock; stored every few seconds
///   only
public record EdgeServer(
        ServerId id,
        Optional<ClusterId> cluster,
        String name,
        List<String> addresses,
        int httpPort,
        Optional<GeoPoint> position,
        ZoneId zone,
        ServerRole role,
        Bitrate capacity,
        ServerState state,
        Optional<String> agentVersion,
        Optional<UUID> installation,
        Optional<Checksum> secretHash,
        Optional<Instant> lastHeartbeat,
        Instant createdAt) {
    public EdgeServer {
        addresses = List.copyOf(addresses);
        if (httpPort < 1 || httpPort > 65535) {
            throw new IllegalArgumentException("a port must be 1 to 65535, not " + httpPort);
        }
    }

    /// The same server in another state.
    public EdgeServer withState(ServerState newState) {
        return new EdgeServer(
                id,
                cluster,
                name,
                addresses,
                httpPort,
                position,
                zone,
                role,
                capacity,
                newState,
                agentVersion,
                installation,
                secretHash,
                lastHeartbeat,
                createdAt);
    }
}
