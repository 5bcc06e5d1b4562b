package org.vdeli.manager.asset.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Columns;

@Entity
@Table(name = "asset_pieces")
final class AssetPiecesRow {
    @Id long assetId;

    @Column(length = 16_777_215)
    byte[] checksums = {};

    AssetPiecesRow() {}

    static AssetPiecesRow of(AssetId asset, List<Checksum> pieces) {
        AssetPiecesRow row = new AssetPiecesRow();
        row.assetId = asset.value();
        row.checksums = Columns.bytes(pieces);
        return row;
    }
}
