package org.vdeli.contracts.wire;

import java.time.Instant;
import java.util.UUID;

/// What travels: one body with the version of the contract, an id to recognise doubles, and the
/// sender's time.
///
/// @param version of the contract, see [Codec#VERSION]
/// @param id of the message; a message that is sent again keeps it
/// @param at the sender's clock
/// @param body a job, report or other message
public record Envelope<T>(Integer version, UUID id, Instant at, T body) {}
