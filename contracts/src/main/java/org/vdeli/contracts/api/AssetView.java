package org.vdeli.contracts.api;

import java.time.Instant;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// An accepted, immutable video: one version of one path.
public record AssetView(
        AssetId id,
        ProjectId project,
        AssetPath path,
        Long version,
        ByteCount size,
        Checksum checksum,
        AssetState state,
        Instant acceptedAt) {}
