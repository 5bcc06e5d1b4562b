-- Who uploads. Permissions are the letters of FtpAccount.Permission.
CREATE TABLE IF NOT EXISTS publishers (
    id            BIGINT        NOT NULL PRIMARY KEY,
    name          VARCHAR(63)   NOT NULL,
    password_hash VARCHAR(255)  NOT NULL,
    permissions   VARCHAR(16)   NOT NULL,
    welcome       VARCHAR(2000) NULL,
    farewell      VARCHAR(2000) NULL,
    home          VARCHAR(1000) NULL,
    disabled      BOOLEAN       NOT NULL,
    created_at    DATETIME(6)   NOT NULL,
    UNIQUE KEY publisher_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
