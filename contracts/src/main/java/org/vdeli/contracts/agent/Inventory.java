package org.vdeli.contracts.agent;

import java.time.Instant;
import java.util.List;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// All assets that a server has published: body of `PUT /agent/v1/inventory`.
///
/// @param takenAt the agent's clock when the list was made; changes later are not in it
public record Inventory(Instant takenAt, List<Entry> entries) {
    public Inventory {
        entries = List.copyOf(entries);
    }

    /// One published asset; the checksum is the one it was verified with.
    public record Entry(
            AssetId asset, AssetPath path, Long version, ByteCount size, Checksum checksum) {}
}
