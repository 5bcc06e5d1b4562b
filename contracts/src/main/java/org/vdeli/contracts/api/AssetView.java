package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// An accepted, immutable video: one version of one path.
///
/// @param expiresAt when it is taken from all servers, whatever the policies say; absent: they say
/// @param expired why it is on no edge server any more: its time is over
public record AssetView(
        AssetId id,
        ProjectId project,
        AssetPath path,
        Long version,
        ByteCount size,
        Checksum checksum,
        AssetState state,
        Instant acceptedAt,
        Optional<Instant> expiresAt,
        Optional<String> expired) {
    /// One for which the policies say how long it stays.
    public AssetView(
            AssetId id,
            ProjectId project,
            AssetPath path,
            Long version,
            ByteCount size,
            Checksum checksum,
            AssetState state,
            Instant acceptedAt) {
        this(
                id,
                project,
                path,
                version,
                size,
                checksum,
                state,
                acceptedAt,
                Optional.empty(),
                Optional.empty());
    }
}
