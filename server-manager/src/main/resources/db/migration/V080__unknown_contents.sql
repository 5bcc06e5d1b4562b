-- What edge servers hold and no asset describes: kept aside until it is known or its time is over.
CREATE TABLE IF NOT EXISTS unknown_contents (
    asset_id   BIGINT        NOT NULL,
    server_id  BIGINT        NOT NULL,
    path       VARCHAR(1130) NOT NULL,
    path_key   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version    BIGINT        NOT NULL,
    size       BIGINT        NOT NULL,
    checksum   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since      DATETIME(6)   NOT NULL,
    purge_from DATETIME(6)   NOT NULL,
    PRIMARY KEY (asset_id, server_id),
    KEY unknown_server (server_id, asset_id),
    KEY unknown_path (path_key),
    KEY unknown_due (purge_from),
    CONSTRAINT unknown_server FOREIGN KEY (server_id) REFERENCES edge_servers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
