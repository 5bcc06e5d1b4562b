package org.vdeli.manager.asset;

import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.manager.database.Stores;

/// What a server is believed to hold, with what is kept aside there: what its heartbeat says if
/// both sides agree.
public final class ExpectedInventory {
    private ExpectedInventory() {}

    /// The digest of it. Reads all that is known of the server.
    public static InventoryDigest of(Stores stores, ServerId server) {
        InventoryDigest digest = InventoryDigest.EMPTY;
        for (Inventory.Entry entry : stores.replicas().inventoryOf(server)) {
            digest = digest.plus(entry.asset(), entry.path(), entry.checksum());
        }
        for (UnknownContent unknown : stores.unknownContents().ofServer(server)) {
            digest = digest.plus(unknown.asset(), unknown.path(), unknown.checksum());
        }
        return digest;
    }
}
