-- What the agent keeps of a fill that ended or waits, in bytes of verified pieces.
ALTER TABLE jobs ADD COLUMN IF NOT EXISTS verified_bytes BIGINT NOT NULL DEFAULT 0;
