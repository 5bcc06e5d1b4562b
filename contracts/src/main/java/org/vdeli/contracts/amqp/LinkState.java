package org.vdeli.contracts.amqp;

import java.time.Instant;

/// Whether a link is connected.
///
/// @param connected whether messages flow
/// @param since since when
/// @param detail why not, or to which broker
public record LinkState(boolean connected, Instant since, String detail) {}
