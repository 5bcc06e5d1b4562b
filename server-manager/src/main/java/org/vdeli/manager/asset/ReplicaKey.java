package org.vdeli.manager.asset;

import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// An asset on a server: the key of an [Assignment] and of a [Replica].
public record ReplicaKey(AssetId asset, ServerId server) {}
