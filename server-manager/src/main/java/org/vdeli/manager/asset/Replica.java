package org.vdeli.manager.asset;

import java.time.Instant;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;

/// "This server holds this asset": confirmed, the checksum was read back from its disk.
public record Replica(AssetId asset, ServerId server, Checksum checksum, Instant verifiedAt) {
    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }
}
