package org.vdeli.manager.asset.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;

@Entity
@Table(name = "assets")
final class AssetRow {
    @Id long id;
    long projectId;
    String path = "";
    String pathKey = "";
    long version;
    long size;
    String checksum = "";
    long pieceSize;

    @Enumerated(EnumType.STRING)
    AssetState state = AssetState.CURRENT;

    Instant acceptedAt = Instant.EPOCH;
    @Nullable Instant expiresAt;

    AssetRow() {}

    static AssetRow of(Asset asset) {
        AssetRow row = new AssetRow();
        row.id = asset.id().value();
        row.projectId = asset.project().value();
        row.path = asset.path().toString();
        row.pathKey = keyOf(asset.path());
        row.version = asset.version();
        row.size = asset.size().bytes();
        row.checksum = asset.checksum().hex();
        row.pieceSize = asset.pieceSize().bytes();
        row.state = asset.state();
        row.acceptedAt = asset.acceptedAt();
        row.expiresAt = asset.expiresAt().orElse(null);
        return row;
    }

    /// What stands for a path in indices, which cannot hold 1130 characters.
    static String keyOf(AssetPath path) {
        return Checksum.ofContent(path.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    Asset toAsset() {
        return new Asset(
                new AssetId(id),
                new ProjectId(projectId),
                AssetPath.parse(path),
                version,
                ByteCount.of(size),
                Checksum.of(checksum),
                ByteCount.of(pieceSize),
                state,
                acceptedAt,
                Optional.ofNullable(expiresAt));
    }
}
