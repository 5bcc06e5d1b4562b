package org.vdeli.contracts.agent;

import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// How a fill may use the network: the delivery policy's values at the moment the job was made.
///
/// @param method how the bytes come
/// @param connections parallel connections, 1 to 64
/// @param requestSize bytes asked for in one request; zero for the whole file
/// @param ratePerConnection limit of each connection, zero for none
public record TransferLimits(
        TransferMethod method,
        Integer connections,
        ByteCount requestSize,
        Bitrate ratePerConnection) {
    public static final int MAX_CONNECTIONS = 64;

    public TransferLimits {
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections must be 1 to " + MAX_CONNECTIONS + ", not " + connections);
        }
    }
}
