package org.vdeli.manager.purge.jpa;

/// The key of a row.
record PurgeTargetKey(long purgeId, long assetId, long serverId) {}
