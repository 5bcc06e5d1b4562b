package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;

/// "This server should hold this asset": decided, not yet done.
///
/// @param policy that asked for it; absent when an operator or a repair did
public record Assignment(
        AssetId asset, ServerId server, Optional<PolicyId> policy, Instant decidedAt) {
    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }
}
