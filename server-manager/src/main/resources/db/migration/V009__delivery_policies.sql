-- How a project's assets get to a region; limits are JSON (TransferLimits).
CREATE TABLE IF NOT EXISTS delivery_policies (
    id           BIGINT      NOT NULL PRIMARY KEY,
    project_id   BIGINT      NOT NULL,
    region_id    BIGINT      NULL,
    rank_order   INT         NOT NULL,
    spread       VARCHAR(16) NOT NULL,
    server_count INT         NOT NULL,
    pinned       BOOLEAN     NOT NULL,
    limits       TEXT        NOT NULL,
    window_start TIME        NOT NULL,
    window_end   TIME        NOT NULL,
    priority     INT         NOT NULL,
    KEY policy_order (project_id, rank_order),
    CONSTRAINT policy_project FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT policy_region FOREIGN KEY (region_id) REFERENCES regions (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
