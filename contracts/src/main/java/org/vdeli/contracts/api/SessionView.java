package org.vdeli.contracts.api;

import java.time.Instant;
import org.vdeli.contracts.id.OperatorId;

/// A login that succeeded. The token goes into `Authorization: Bearer` of every other call; it is
/// shown only here.
///
/// @param token opaque, random
/// @param expiresAt when it stops working
public record SessionView(
        String token, OperatorId operator, String name, Role role, Instant expiresAt) {
    @Override
    public String toString() {
        return "SessionView[name=" + name + ", role=" + role + ", expiresAt=" + expiresAt + "]";
    }
}
