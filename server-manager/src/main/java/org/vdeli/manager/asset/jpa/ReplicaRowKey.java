package org.vdeli.manager.asset.jpa;

/// Key of the rows of assignments and replicas.
record ReplicaRowKey(long assetId, long serverId) {}
