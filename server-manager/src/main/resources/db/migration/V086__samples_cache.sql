-- Requests that were answered with content: of files that were there, and of files that were fetched
-- when they were asked for. NULL: the agent does not count them.
ALTER TABLE samples
    ADD COLUMN IF NOT EXISTS hits BIGINT NULL,
    ADD COLUMN IF NOT EXISTS misses BIGINT NULL;
