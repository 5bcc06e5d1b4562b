-- What is or was wrong. open_key is set while it is open, so that there is one of each.
CREATE TABLE IF NOT EXISTS alarms (
    id              BIGINT        NOT NULL PRIMARY KEY,
    severity        VARCHAR(16)   NOT NULL,
    state           VARCHAR(16)   NOT NULL,
    kind            VARCHAR(32)   NOT NULL,
    object          VARCHAR(255)  NOT NULL,
    code            VARCHAR(63)   NOT NULL,
    text            VARCHAR(2000) NOT NULL,
    raised_at       DATETIME(6)   NOT NULL,
    cleared_at      DATETIME(6)   NULL,
    acknowledged_by VARCHAR(63)   NULL,
    comment         VARCHAR(2000) NULL,
    open_key        VARCHAR(400)  NULL,
    UNIQUE KEY alarm_open (open_key),
    KEY alarm_raised (raised_at),
    KEY alarm_state (state, raised_at),
    KEY alarm_severity (severity, raised_at),
    KEY alarm_object (kind, object)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
