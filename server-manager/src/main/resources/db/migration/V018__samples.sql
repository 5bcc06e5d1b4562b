-- Statistics by server and interval; one partition a day, which the manager adds and drops. No foreign keys: partitioned tables have none.
CREATE TABLE IF NOT EXISTS samples (
    server_id        BIGINT      NOT NULL,
    from_at          DATETIME(3) NOT NULL,
    sequence         BIGINT      NOT NULL,
    length_ms        INT         NOT NULL,
    requests         BIGINT      NOT NULL,
    sent             BIGINT      NOT NULL,
    informational    BIGINT      NOT NULL,
    successful       BIGINT      NOT NULL,
    redirected       BIGINT      NOT NULL,
    refused          BIGINT      NOT NULL,
    failed           BIGINT      NOT NULL,
    active           INT         NOT NULL,
    median_us        BIGINT      NULL,
    percentile95_us  BIGINT      NULL,
    percentile99_us  BIGINT      NULL,
    cpu              DOUBLE      NOT NULL,
    load_average     DOUBLE      NOT NULL,
    network_received BIGINT      NOT NULL,
    network_sent     BIGINT      NOT NULL,
    disk_size        BIGINT      NOT NULL,
    disk_free        BIGINT      NOT NULL,
    PRIMARY KEY (server_id, from_at, sequence),
    KEY sample_time (from_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
    PARTITION BY RANGE COLUMNS (from_at) (
        PARTITION past VALUES LESS THAN ('2026-01-01'),
        PARTITION future VALUES LESS THAN (MAXVALUE));
