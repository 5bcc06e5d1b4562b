-- How long after its acceptance an asset stays, in milliseconds; NULL: until it is deleted.
ALTER TABLE delivery_policies ADD COLUMN IF NOT EXISTS keep_for BIGINT NULL;
