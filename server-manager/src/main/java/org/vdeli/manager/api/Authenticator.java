package org.vdeli.manager.api;

import java.util.Optional;

/// Finds out who holds a bearer token.
public interface Authenticator {
    /// The caller that a token belongs to; empty if it is unknown, expired, or of somebody who is
    /// locked out.
    Optional<Caller> authenticate(String token);
}
