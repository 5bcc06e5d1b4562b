package org.vdeli.contracts.agent;

import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// How an edge server gets the bytes of an asset. The presets are those of the feature catalogue
/// (row F059).
public enum TransferMethod {
    /// One stream for the whole file.
    SINGLE(1, 0),
    /// Pieces from several holders, neighbours first.
    SWARM(3, 10_000_000),
    /// One rate-capped stream in segments, for thin lines.
    TRICKLE(1, 1_000_000);

    private final int connections;
    private final long requestBytes;

    TransferMethod(int connections, long requestBytes) {
        this.connections = connections;
        this.requestBytes = requestBytes;
    }

    /// The limits that this method has when nobody chose others.
    public TransferLimits preset() {
        return new TransferLimits(this, connections, ByteCount.of(requestBytes), Bitrate.ZERO);
    }
}
