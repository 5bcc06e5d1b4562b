-- What is known to be where.
CREATE TABLE IF NOT EXISTS replicas (
    asset_id    BIGINT      NOT NULL,
    server_id   BIGINT      NOT NULL,
    checksum    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    verified_at DATETIME(6) NOT NULL,
    PRIMARY KEY (asset_id, server_id),
    KEY replica_server (server_id, asset_id),
    CONSTRAINT replica_asset FOREIGN KEY (asset_id) REFERENCES assets (id),
    CONSTRAINT replica_server FOREIGN KEY (server_id) REFERENCES edge_servers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
