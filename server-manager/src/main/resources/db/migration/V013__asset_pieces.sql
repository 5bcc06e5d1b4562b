-- Piece checksums of assets, 32 bytes each.
CREATE TABLE IF NOT EXISTS asset_pieces (
    asset_id  BIGINT     NOT NULL PRIMARY KEY,
    checksums MEDIUMBLOB NOT NULL,
    CONSTRAINT asset_pieces_asset FOREIGN KEY (asset_id) REFERENCES assets (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
