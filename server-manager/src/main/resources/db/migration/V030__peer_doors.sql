-- Where agents hand pieces out to each other, as each of them said at its last start.
CREATE TABLE IF NOT EXISTS peer_doors (
    server_id BIGINT       NOT NULL PRIMARY KEY,
    address   VARCHAR(255) NOT NULL,
    CONSTRAINT peer_door_server FOREIGN KEY (server_id) REFERENCES edge_servers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
