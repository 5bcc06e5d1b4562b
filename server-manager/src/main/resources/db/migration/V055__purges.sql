-- Orders to remove assets from servers; the draft is JSON (PurgeDraft).
CREATE TABLE IF NOT EXISTS purges (
    id            BIGINT      NOT NULL PRIMARY KEY,
    draft         MEDIUMTEXT  NOT NULL,
    ordered_by    VARCHAR(63) NOT NULL,
    ordered_at    DATETIME(6) NOT NULL,
    up_to         BIGINT      NOT NULL,
    all_ordered   BOOLEAN     NOT NULL,
    assets        BIGINT      NOT NULL,
    finished_at   DATETIME(6) NULL,
    KEY purge_finished (finished_at),
    KEY purge_ordered (ordered_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
