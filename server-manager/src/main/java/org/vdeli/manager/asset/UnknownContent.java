package org.vdeli.manager.asset;

import java.time.Instant;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// "This server holds an asset of which the database never heard, or not that it is there": kept
/// aside for a while, because the database may be the one that forgot it.
///
/// @param since when the server said so first
/// @param purgeFrom when it is removed, or, if it was ordered to be, when that is ordered again
public record UnknownContent(
        AssetId asset,
        ServerId server,
        AssetPath path,
        long version,
        ByteCount size,
        Checksum checksum,
        Instant since,
        Instant purgeFrom) {
    /// What a server said of it.
    public Inventory.Entry entry() {
        return new Inventory.Entry(asset, path, version, size, checksum);
    }

    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }

    /// The same, to be removed at another time.
    public UnknownContent purgedFrom(Instant when) {
        return new UnknownContent(asset, server, path, version, size, checksum, since, when);
    }
}
