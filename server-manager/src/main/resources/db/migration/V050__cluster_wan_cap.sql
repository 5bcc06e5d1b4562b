-- What all fills of a cluster together may take from outside, in bits a second; none: no limit.
ALTER TABLE clusters ADD COLUMN IF NOT EXISTS wan_cap BIGINT NULL;
