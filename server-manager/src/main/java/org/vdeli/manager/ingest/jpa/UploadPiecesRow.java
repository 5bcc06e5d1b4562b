package org.vdeli.manager.ingest.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Columns;

@Entity
@Table(name = "upload_pieces")
final class UploadPiecesRow {
    @Id long uploadId;

    @Column(length = 16_777_215)
    byte[] checksums = {};

    UploadPiecesRow() {}

    static UploadPiecesRow of(UploadId upload, List<Checksum> pieces) {
        UploadPiecesRow row = new UploadPiecesRow();
        row.uploadId = upload.value();
        row.checksums = Columns.bytes(pieces);
        return row;
    }
}
