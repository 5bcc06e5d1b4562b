-- Where the clients of a network belong: a cluster or a region. The prefix is in its usual form.
CREATE TABLE IF NOT EXISTS network_prefixes (
    id         BIGINT      NOT NULL PRIMARY KEY,
    prefix     VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    region_id  BIGINT      NULL,
    cluster_id BIGINT      NULL,
    UNIQUE KEY network_prefix (prefix),
    CONSTRAINT prefix_region FOREIGN KEY (region_id) REFERENCES regions (id),
    CONSTRAINT prefix_cluster FOREIGN KEY (cluster_id) REFERENCES clusters (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
