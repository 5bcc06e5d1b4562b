package org.vdeli.manager.ingest.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.ingest.Upload;

@Entity
@Table(name = "uploads")
final class UploadRow {
    @Id long id;
    UUID receipt = new UUID(0, 0);
    long publisherId;
    String path = "";
    long size;
    String checksum = "";
    long pieceSize;

    @Enumerated(EnumType.STRING)
    UploadState state = UploadState.RECEIVED;

    String reason = "";
    String client = "";
    Instant receivedAt = Instant.EPOCH;
    @Nullable Long assetId;
    @Nullable Long managerId;

    UploadRow() {}

    static UploadRow of(Upload upload) {
        UploadRow row = new UploadRow();
        row.id = upload.id().value();
        row.receipt = upload.receipt();
        row.publisherId = upload.publisher().value();
        row.path = upload.path();
        row.size = upload.size().bytes();
        row.checksum = upload.checksum().hex();
        row.pieceSize = upload.pieceSize().bytes();
        row.state = upload.state();
        row.reason = upload.reason();
        row.client = upload.client();
        row.receivedAt = upload.receivedAt();
        row.assetId = upload.asset().map(AssetId::value).orElse(null);
        row.managerId = upload.manager().map(ManagerId::value).orElse(null);
        return row;
    }

    Upload toUpload() {
        return new Upload(
                new UploadId(id),
                receipt,
                new PublisherId(publisherId),
                path,
                ByteCount.of(size),
                Checksum.of(checksum),
                ByteCount.of(pieceSize),
                state,
                reason,
                client,
                receivedAt,
                Optional.ofNullable(assetId).map(AssetId::new),
                Optional.ofNullable(managerId).map(ManagerId::new));
    }
}
