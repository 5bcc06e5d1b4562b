-- People who work at the console.
CREATE TABLE IF NOT EXISTS operators (
    id            BIGINT       NOT NULL PRIMARY KEY,
    name          VARCHAR(63)  NOT NULL,
    role          VARCHAR(16)  NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    disabled      BOOLEAN      NOT NULL,
    created_at    DATETIME(6)  NOT NULL,
    UNIQUE KEY operator_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
