-- Piece checksums of uploads not yet accepted, 32 bytes each.
CREATE TABLE IF NOT EXISTS upload_pieces (
    upload_id BIGINT     NOT NULL PRIMARY KEY,
    checksums MEDIUMBLOB NOT NULL,
    CONSTRAINT upload_pieces_upload FOREIGN KEY (upload_id) REFERENCES uploads (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
