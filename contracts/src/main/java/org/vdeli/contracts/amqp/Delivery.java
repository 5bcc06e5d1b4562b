package org.vdeli.contracts.amqp;

import java.util.Map;

/// A message as it came.
///
/// @param queue from which queue
/// @param exchange to which exchange it had been published
/// @param key its routing key
/// @param body its content, at most as long as the link's settings say
/// @param redelivered whether the broker has delivered it before
/// @param headers its headers, empty when it has none
@SuppressWarnings("ArrayRecordComponent") // deliveries are never compared
public record Delivery(
        String queue,
        String exchange,
        String key,
        byte[] body,
        boolean redelivered,
        Map<String, Object> headers) {}
