package org.vdeli.contracts.agent;

import java.util.Set;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// How an edge server gets the bytes of an asset. The presets are those of the feature catalogue
/// (row F059); the rate of trickle, which the catalogue leaves open, is 1 Mbit/s.
public enum TransferMethod {
    /// One stream for the whole file.
    SINGLE(1, 0, 0),
    /// Pieces from several holders, neighbours first.
    SWARM(3, 10_000_000, 0),
    /// One rate-capped stream in segments, for thin lines.
    TRICKLE(1, 1_000_000, 1_000_000);

    private final int connections;
    private final long requestBytes;
    private final long bitsPerSecond;

    TransferMethod(int connections, long requestBytes, long bitsPerSecond) {
        this.connections = connections;
        this.requestBytes = requestBytes;
        this.bitsPerSecond = bitsPerSecond;
    }

    /// The limits that this method has when nobody chose others.
    public TransferLimits preset() {
        return new TransferLimits(
                this, connections, ByteCount.of(requestBytes), Bitrate.of(bitsPerSecond));
    }

    /// Which components of [TransferLimits] can only have the preset's value.
    public Set<String> locked() {
        return switch (this) {
            case SINGLE -> Set.of("connections", "requestSize");
            case SWARM, TRICKLE -> Set.of();
        };
    }

    /// Whether [TransferLimits#ratePerConnection] must be given.
    public boolean isRateCapped() {
        return bitsPerSecond > 0;
    }
}
