-- The copies that a purge removes, each with the job that does it and when that was confirmed.
CREATE TABLE IF NOT EXISTS purge_targets (
    purge_id    BIGINT      NOT NULL,
    asset_id    BIGINT      NOT NULL,
    server_id   BIGINT      NOT NULL,
    job_id      BIGINT      NOT NULL,
    received_at DATETIME(6) NULL,
    PRIMARY KEY (purge_id, asset_id, server_id),
    KEY target_job (job_id),
    KEY target_waits (purge_id, received_at, server_id),
    CONSTRAINT target_purge FOREIGN KEY (purge_id) REFERENCES purges (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
