-- What the keys that all managers must have in common are known by; the keys stay in files.
CREATE TABLE IF NOT EXISTS shared_keys (
    name        VARCHAR(63) NOT NULL PRIMARY KEY,
    fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since       DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
