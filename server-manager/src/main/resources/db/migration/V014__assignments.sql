-- What should be where. Policies come and go, so no foreign key to them.
CREATE TABLE IF NOT EXISTS assignments (
    asset_id   BIGINT      NOT NULL,
    server_id  BIGINT      NOT NULL,
    policy_id  BIGINT      NULL,
    decided_at DATETIME(6) NOT NULL,
    PRIMARY KEY (asset_id, server_id),
    KEY assignment_server (server_id, asset_id),
    CONSTRAINT assignment_asset FOREIGN KEY (asset_id) REFERENCES assets (id),
    CONSTRAINT assignment_server FOREIGN KEY (server_id) REFERENCES edge_servers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
