-- Targets that are not waited for any longer because their job was called off: nothing was removed.
ALTER TABLE purge_targets ADD COLUMN IF NOT EXISTS called_off BOOLEAN NOT NULL DEFAULT FALSE;
