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
/// @param leavingSince since when the server is to lose the asset, once others hold it in its place
/// @param onMiss no policy placed it there: a viewer asked for it, or an operator; it stays until
///   it is evicted or the asset is wanted nowhere
public record Assignment(
        AssetId asset,
        ServerId server,
        Optional<PolicyId> policy,
        Instant decidedAt,
        Optional<Boolean> pinned,
        Optional<Instant> evictedAt,
        Optional<Instant> leavingSince,
        boolean onMiss) {
    /// An assignment of which the server was told nothing more.
    public Assignment(
            AssetId asset, ServerId server, Optional<PolicyId> policy, Instant decidedAt) {
        this(asset, server, policy, decidedAt, Optional.empty(), Optional.empty());
    }

    /// An assignment that stays.
    public Assignment(
            AssetId asset,
            ServerId server,
            Optional<PolicyId> policy,
            Instant decidedAt,
            Optional<Boolean> pinned,
            Optional<Instant> evictedAt) {
        this(asset, server, policy, decidedAt, pinned, evictedAt, Optional.empty());
    }

    /// An assignment that a policy decided on.
    public Assignment(
            AssetId asset,
            ServerId server,
            Optional<PolicyId> policy,
            Instant decidedAt,
            Optional<Boolean> pinned,
            Optional<Instant> evictedAt,
            Optional<Instant> leavingSince) {
        this(asset, server, policy, decidedAt, pinned, evictedAt, leavingSince, false);
    }

    /// Whether the server keeps the asset for the time being only.
    public boolean isLeaving() {
        return leavingSince.isPresent();
    }

    /// Whether a policy wants the asset there: an operator who purges it has to say so.
    public boolean isWanted() {
        return !isLeaving() && !onMiss;
    }

    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }
}
