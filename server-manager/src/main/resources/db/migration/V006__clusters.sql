-- Edge servers on one LAN; networks are a JSON list of prefixes.
CREATE TABLE IF NOT EXISTS clusters (
    id           BIGINT       NOT NULL PRIMARY KEY,
    region_id    BIGINT       NOT NULL,
    name         VARCHAR(255) NOT NULL,
    latitude     DOUBLE       NOT NULL,
    longitude    DOUBLE       NOT NULL,
    networks     TEXT         NOT NULL,
    wan_capacity BIGINT       NOT NULL,
    UNIQUE KEY cluster_name (name),
    CONSTRAINT cluster_region FOREIGN KEY (region_id) REFERENCES regions (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
