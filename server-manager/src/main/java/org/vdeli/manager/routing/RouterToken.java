package org.vdeli.manager.routing;

import java.time.Instant;
import org.vdeli.contracts.value.Checksum;

/// A credential of routers that run on their own.
///
/// @param tokenHash SHA-256 of the token, which is kept nowhere
/// @param name what it is for
public record RouterToken(Checksum tokenHash, String name, Instant createdAt) {}
