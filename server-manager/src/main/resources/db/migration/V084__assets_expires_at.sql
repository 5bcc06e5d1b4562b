-- When the asset is taken from all servers, whatever the policies say.
ALTER TABLE assets
    ADD COLUMN IF NOT EXISTS expires_at DATETIME(6) NULL,
    ADD KEY IF NOT EXISTS asset_expiry (expires_at);
