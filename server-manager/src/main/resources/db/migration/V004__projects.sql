-- Groups of assets under one policy.
CREATE TABLE IF NOT EXISTS projects (
    id           BIGINT      NOT NULL PRIMARY KEY,
    publisher_id BIGINT      NOT NULL,
    name         VARCHAR(63) NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    UNIQUE KEY project_name (publisher_id, name),
    CONSTRAINT project_publisher FOREIGN KEY (publisher_id) REFERENCES publishers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
