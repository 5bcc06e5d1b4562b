-- What the broker has yet to be told.
CREATE TABLE IF NOT EXISTS outbox (
    id          BIGINT       NOT NULL PRIMARY KEY,
    exchange    VARCHAR(255) NOT NULL,
    routing_key VARCHAR(255) NOT NULL,
    body        TEXT         NOT NULL,
    persistent  BOOLEAN      NOT NULL,
    created_at  DATETIME(6)  NOT NULL,
    not_before  DATETIME(6)  NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
