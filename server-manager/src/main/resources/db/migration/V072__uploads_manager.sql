-- Which manager has the bytes until the upload is accepted; unknown of those of older versions.
ALTER TABLE uploads ADD COLUMN IF NOT EXISTS manager_id BIGINT NULL;
