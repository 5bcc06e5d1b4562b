-- Accepted videos. A path is too long for an index: path_key is its SHA-256.
CREATE TABLE IF NOT EXISTS assets (
    id          BIGINT        NOT NULL PRIMARY KEY,
    project_id  BIGINT        NOT NULL,
    path        VARCHAR(1130) NOT NULL,
    path_key    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version     BIGINT        NOT NULL,
    size        BIGINT        NOT NULL,
    checksum    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    piece_size  BIGINT        NOT NULL,
    state       VARCHAR(16)   NOT NULL,
    accepted_at DATETIME(6)   NOT NULL,
    UNIQUE KEY asset_version (path_key, version),
    KEY asset_path (path(191)),
    KEY asset_state (state, id),
    KEY asset_project (project_id, state, id),
    KEY asset_accepted (accepted_at),
    KEY asset_size (size),
    KEY asset_checksum (checksum),
    CONSTRAINT asset_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
