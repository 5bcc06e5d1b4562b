-- What the last order told the agent: whether it may evict the asset. NULL for orders of before.
ALTER TABLE assignments ADD COLUMN IF NOT EXISTS pinned BOOLEAN NULL;
