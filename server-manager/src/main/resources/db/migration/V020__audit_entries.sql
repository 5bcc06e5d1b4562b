-- Who changed what.
CREATE TABLE IF NOT EXISTS audit_entries (
    id          BIGINT       NOT NULL PRIMARY KEY,
    at          DATETIME(6)  NOT NULL,
    actor       VARCHAR(63)  NOT NULL,
    action      VARCHAR(63)  NOT NULL,
    kind        VARCHAR(32)  NOT NULL,
    object      VARCHAR(255) NOT NULL,
    json_before MEDIUMTEXT   NULL,
    json_after  MEDIUMTEXT   NULL,
    KEY audit_at (at),
    KEY audit_actor (actor, at),
    KEY audit_object (kind, object, at),
    KEY audit_action (action, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
