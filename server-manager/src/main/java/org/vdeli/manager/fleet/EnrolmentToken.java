package org.vdeli.manager.fleet;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;

/// A one-time permission for one agent to join.
///
/// @param tokenHash SHA-256 of the token, which is kept nowhere
/// @param serverName the only name that may use it, if one was said
/// @param cluster which the new server joins
/// @param usedBy the server that used it; the same installation may use it again
/// @param role which the new server has
public record EnrolmentToken(
        Checksum tokenHash,
        Optional<String> serverName,
        Optional<ClusterId> cluster,
        Instant createdAt,
        Instant expiresAt,
        Optional<ServerId> usedBy,
        ServerRole role) {
    /// A permission for an edge.
    public EnrolmentToken(
            Checksum tokenHash,
            Optional<String> serverName,
            Optional<ClusterId> cluster,
            Instant createdAt,
            Instant expiresAt,
            Optional<ServerId> usedBy) {
        this(tokenHash, serverName, cluster, createdAt, expiresAt, usedBy, ServerRole.EDGE);
    }
}
