package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.policy.DeliveryPolicy;

/// An accepted, immutable video: one version of one path.
///
/// @param version from 1, counts up for each path
/// @param checksum of the whole file
/// @param pieceSize of its pieces, whose checksums are stored with it
/// @param expiresAt when it is taken from all servers, whatever the policies say
public record Asset(
        AssetId id,
        ProjectId project,
        AssetPath path,
        long version,
        ByteCount size,
        Checksum checksum,
        ByteCount pieceSize,
        AssetState state,
        Instant acceptedAt,
        Optional<Instant> expiresAt) {
    public Asset {
        if (version < 1) {
            throw new IllegalArgumentException("a version must be at least 1, not " + version);
        }
    }

    /// One for which the policies say how long it stays.
    public Asset(
            AssetId id,
            ProjectId project,
            AssetPath path,
            long version,
            ByteCount size,
            Checksum checksum,
            ByteCount pieceSize,
            AssetState state,
            Instant acceptedAt) {
        this(
                id,
                project,
                path,
                version,
                size,
                checksum,
                pieceSize,
                state,
                acceptedAt,
                Optional.empty());
    }

    /// Whether its own time is over.
    public boolean isExpired(Instant now) {
        return expiresAt.filter(at -> !at.isAfter(now)).isPresent();
    }

    /// Why it is to be on no server: its own time is over, or that of a policy is. Starts with
    /// `EXPIRED`.
    ///
    /// @param policies that rule where it might be
    public Optional<String> timeIsOver(Collection<DeliveryPolicy> policies, Instant now) {
        if (isExpired(now)) {
            return expiresAt.map(at -> "EXPIRED: it was to stay until " + at);
        }
        return policies.stream()
                .filter(policy -> policy.isOver(acceptedAt, now))
                .flatMap(policy -> policy.keepFor().stream())
                .max(Comparator.naturalOrder())
                .map(kept -> "EXPIRED: it was to be kept for " + kept + " after " + acceptedAt);
    }

    /// The same asset, to be taken away at another time.
    public Asset expiring(Optional<Instant> at) {
        return new Asset(
                id, project, path, version, size, checksum, pieceSize, state, acceptedAt, at);
    }

    /// The same asset in another state.
    public Asset withState(AssetState newState) {
        return new Asset(
                id,
                project,
                path,
                version,
                size,
                checksum,
                pieceSize,
                newState,
                acceptedAt,
                expiresAt);
    }
}
