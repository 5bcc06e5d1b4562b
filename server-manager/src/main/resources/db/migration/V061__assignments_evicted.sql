-- When the agent evicted the asset; it is then not filled again until that is asked for.
ALTER TABLE assignments ADD COLUMN IF NOT EXISTS evicted_at DATETIME(6) NULL;
