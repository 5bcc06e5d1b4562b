-- The role of the server that joins with the token.
ALTER TABLE enrolment_tokens ADD COLUMN IF NOT EXISTS role VARCHAR(16) NOT NULL DEFAULT 'EDGE';
