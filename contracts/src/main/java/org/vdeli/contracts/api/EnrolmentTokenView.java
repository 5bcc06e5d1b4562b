package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;

/// A one-time token with which an agent joins. The token itself is shown only in the answer that
/// creates it.
///
/// @param usedBy the server that used it
/// @param role of the new server; absent from managers that know edges alone
public record EnrolmentTokenView(
        String token,
        Optional<String> serverName,
        Optional<ClusterId> cluster,
        Instant expiresAt,
        Optional<ServerId> usedBy,
        Optional<ServerRole> role) {
    @Override
    public String toString() {
        return "EnrolmentTokenView[cluster=" + cluster + ", expiresAt=" + expiresAt + "]";
    }
}
