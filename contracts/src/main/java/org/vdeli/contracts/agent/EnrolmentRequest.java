package org.vdeli.contracts.agent;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.value.GeoPoint;

/// Body of `POST /agent/v1/enrolments`: a new agent asks to join.
///
/// Sending it again with the same token and installation gives the same server and fresh
/// credentials, so a lost answer costs nothing.
///
/// @param token the one-time token that an operator made
/// @param installation made by the agent at its first start and kept
/// @param name the server's name: 1 to 63 letters, digits, `.` or `-`
/// @param addresses where viewers and neighbours reach it, v4 or v6, in order of preference
/// @param httpPort of its nginx
/// @param zone its time zone, such as `Europe/Lisbon`
/// @param location if known
/// @param agentVersion as in its package
public record EnrolmentRequest(
        String token,
        UUID installation,
        String name,
        List<String> addresses,
        Integer httpPort,
        String zone,
        Optional<GeoPoint> location,
        String agentVersion) {
    public EnrolmentRequest {
        addresses = List.copyOf(addresses);
    }
}
