-- Since when the server is to lose the asset, once other servers hold it in its place.
ALTER TABLE assignments
    ADD COLUMN IF NOT EXISTS leaving_since DATETIME(6) NULL,
    ADD KEY IF NOT EXISTS assignment_leaving (leaving_since, asset_id);
