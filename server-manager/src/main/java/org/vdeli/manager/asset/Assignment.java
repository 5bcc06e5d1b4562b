package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;

/// "This server should hold this asset": decided, not yet done.
///
/// @param policy that asked for it; absent when an operator or a repair did
/// @param pinned what the server was told: false if it may evict the asset; absent if it was told
///   nothing, and so never evicts it
/// @param evictedAt when the server evicted it; it is then not filled again by itself
public record Assignment(
        AssetId asset,
        ServerId server,
        Optional<PolicyId> policy,
        Instant decidedAt,
        Optional<Boolean> pinned,
        Optional<Instant> evictedAt) {
    /// An assignment of which the server was told nothing more.
    public Assignment(
            AssetId asset, ServerId server, Optional<PolicyId> policy, Instant decidedAt) {
        this(asset, server, policy, decidedAt, Optional.empty(), Optional.empty());
    }

    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }
}
