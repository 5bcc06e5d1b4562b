-- One-time tokens with which agents join. The token itself is kept nowhere.
CREATE TABLE IF NOT EXISTS enrolment_tokens (
    token_hash  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    server_name VARCHAR(255) NULL,
    cluster_id  BIGINT       NULL,
    created_at  DATETIME(6)  NOT NULL,
    expires_at  DATETIME(6)  NOT NULL,
    used_by     BIGINT       NULL,
    KEY enrolment_token_created (created_at),
    KEY enrolment_token_expiry (expires_at),
    CONSTRAINT enrolment_token_cluster FOREIGN KEY (cluster_id) REFERENCES clusters (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
