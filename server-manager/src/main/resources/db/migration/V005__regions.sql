-- Groups of clusters; the area is a JSON list of points.
CREATE TABLE IF NOT EXISTS regions (
    id        BIGINT       NOT NULL PRIMARY KEY,
    name      VARCHAR(255) NOT NULL,
    area      MEDIUMTEXT   NOT NULL,
    rank_order INT          NOT NULL,
    UNIQUE KEY region_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
