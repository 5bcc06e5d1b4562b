-- The managers on this database. Each says every few seconds that it lives.
CREATE TABLE IF NOT EXISTS managers (
    id         BIGINT       NOT NULL PRIMARY KEY,
    number     INT          NOT NULL,
    name       VARCHAR(63)  NOT NULL,
    url        VARCHAR(255) NOT NULL,
    started_at DATETIME(6)  NOT NULL,
    last_seen  DATETIME(6)  NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
