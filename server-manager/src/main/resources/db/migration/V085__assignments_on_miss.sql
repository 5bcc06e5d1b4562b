-- The copy is there because a viewer asked for it, or an operator: no policy placed it, and it goes
-- when its server needs the room.
ALTER TABLE assignments ADD COLUMN IF NOT EXISTS on_miss BOOLEAN NOT NULL DEFAULT FALSE;
