-- What publishers sent. A path may be no valid one if the upload was rejected.
CREATE TABLE IF NOT EXISTS uploads (
    id           BIGINT        NOT NULL PRIMARY KEY,
    receipt      UUID          NOT NULL,
    publisher_id BIGINT        NOT NULL,
    path         VARCHAR(2000) NOT NULL,
    size         BIGINT        NOT NULL,
    checksum     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    piece_size   BIGINT        NOT NULL,
    state        VARCHAR(16)   NOT NULL,
    reason       TEXT          NOT NULL,
    client       VARCHAR(255)  NOT NULL,
    received_at  DATETIME(6)   NOT NULL,
    asset_id     BIGINT        NULL,
    UNIQUE KEY upload_receipt (receipt),
    KEY upload_received (received_at),
    KEY upload_state (state, received_at),
    KEY upload_publisher (publisher_id, received_at),
    KEY upload_path (path(191)),
    CONSTRAINT upload_publisher FOREIGN KEY (publisher_id) REFERENCES publishers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
