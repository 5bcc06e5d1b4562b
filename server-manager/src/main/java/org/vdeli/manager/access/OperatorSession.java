package org.vdeli.manager.access;

import java.time.Instant;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;

/// A login that has not ended yet.
///
/// @param tokenHash SHA-256 of the bearer token, which is kept nowhere
public record OperatorSession(
        Checksum tokenHash, OperatorId operator, Instant createdAt, Instant expiresAt) {}
