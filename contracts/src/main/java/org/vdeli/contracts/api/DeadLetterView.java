package org.vdeli.contracts.api;

import org.vdeli.contracts.value.ByteCount;

/// One message that was refused.
///
/// @param reason why, in the words of the consumer or of the broker
/// @param queue from which queue it comes; empty if the broker itself moved it
/// @param key with which routing key it had been sent
/// @param body its first 4096 bytes, as text
/// @param size of the whole body
public record DeadLetterView(
        String reason, String queue, String key, String body, ByteCount size) {}
