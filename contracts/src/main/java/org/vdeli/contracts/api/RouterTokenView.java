package org.vdeli.contracts.api;

import java.time.Instant;

/// A credential of routers that run on their own.
///
/// @param token the token itself in the answer that makes it, later its SHA-256
/// @param name what it is for
public record RouterTokenView(String token, String name, Instant createdAt) {}
