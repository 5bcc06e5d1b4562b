package org.vdeli.manager.database;

import java.time.Instant;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.fleet.SharedKeys;

/// The fingerprints of shared keys in memory.
record InMemorySharedKeys(InMemoryStores stores) implements SharedKeys {

    @Override
    public Checksum agree(String name, Checksum fingerprint, Instant now) {
        if (stores.keyRows.find(name).isEmpty()) {
            stores.keyRows.add(new InMemoryStores.Key(name, fingerprint));
        }
        return stores.keyRows.find(name).orElseThrow().fingerprint();
    }
}
