-- Origins that were silent for too long: what they hold does not count until they are back for good.
CREATE TABLE IF NOT EXISTS origin_rests (
    server_id BIGINT      NOT NULL PRIMARY KEY,
    since     DATETIME(6) NOT NULL,
    CONSTRAINT origin_rest_server FOREIGN KEY (server_id) REFERENCES edge_servers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
