package org.vdeli.manager.asset;

import java.time.Instant;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// An accepted, immutable video: one version of one path.
///
/// @param version from 1, counts up for each path
/// @param checksum of the whole file
/// @param pieceSize of its pieces, whose checksums are stored with it
public record Asset(
        AssetId id,
        ProjectId project,
        AssetPath path,
        long version,
        ByteCount size,
        Checksum checksum,
        ByteCount pieceSize,
        AssetState state,
        Instant acceptedAt) {
    public Asset {
        if (version < 1) {
            throw new IllegalArgumentException("a version must be at least 1, not " + version);
        }
    }

    /// The same asset in another state.
    public Asset withState(AssetState newState) {
        return new Asset(
                id, project, path, version, size, checksum, pieceSize, newState, acceptedAt);
    }
}
