package org.vdeli.manager.asset.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.UnknownContent;

@Entity
@Table(name = "unknown_contents")
@IdClass(ReplicaRowKey.class)
final class UnknownContentRow {
    @Id long assetId;
    @Id long serverId;
    String path = "";
    String pathKey = "";
    long version;
    long size;
    String checksum = "";
    Instant since = Instant.EPOCH;
    Instant purgeFrom = Instant.EPOCH;

    UnknownContentRow() {}

    UnknownContent toUnknownContent() {
        return new UnknownContent(
                new AssetId(assetId),
                new ServerId(serverId),
                AssetPath.parse(path),
                version,
                ByteCount.of(size),
                Checksum.of(checksum),
                since,
                purgeFrom);
    }
}
