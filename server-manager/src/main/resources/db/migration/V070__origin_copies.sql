-- Who holds a content for agents to fetch: managers and origin servers, by their ids.
CREATE TABLE IF NOT EXISTS origin_copies (
    checksum    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder_id   BIGINT      NOT NULL,
    since       DATETIME(6) NOT NULL,
    PRIMARY KEY (checksum, holder_kind, holder_id),
    KEY origin_copy_holder (holder_kind, holder_id, checksum)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
