package org.vdeli.installers.simulate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.InventoryDigest;

/// What one simulated agent has published, by the rules of a real one: one asset at a path, a
/// higher version replaces a lower one, never the other way. Not safe for several threads.
final class Shelf {
    private final Map<AssetPath, Inventory.Entry> entries = new HashMap<>();
    private InventoryDigest digest = InventoryDigest.EMPTY;
    private long stored;

    /// Publishes an asset; says whether it stands there now, which it does not if a higher version
    /// does.
    boolean publish(Inventory.Entry entry) {
        Inventory.@Nullable Entry present = entries.get(entry.path());
        if (present != null && present.version() > entry.version()) {
            return false;
        }
        take(present);
        entries.put(entry.path(), entry);
        digest = digest.plus(entry.asset(), entry.path(), entry.checksum());
        stored += entry.size().bytes();
        return true;
    }

    /// Withdraws one asset, if it stands at the path.
    void withdraw(AssetId asset, AssetPath path) {
        Inventory.@Nullable Entry present = entries.get(path);
        if (present != null && present.asset().equals(asset)) {
            take(present);
        }
    }

    private void take(Inventory.@Nullable Entry entry) {
        if (entry != null) {
            entries.remove(entry.path());
            digest = digest.minus(entry.asset(), entry.path(), entry.checksum());
            stored -= entry.size().bytes();
        }
    }

    Optional<Inventory.Entry> at(AssetPath path) {
        return Optional.ofNullable(entries.get(path));
    }

    List<Inventory.Entry> entries() {
        return List.copyOf(entries.values());
    }

    /// Some of the paths, the same ones as long as nothing changes.
    List<AssetPath> paths(int limit) {
        return entries.keySet().stream().limit(limit).toList();
    }

    InventoryDigest digest() {
        return digest;
    }

    ByteCount stored() {
        return ByteCount.of(stored);
    }
}
