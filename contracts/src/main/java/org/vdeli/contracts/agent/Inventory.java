package org.vdeli.contracts.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// All assets that a server has published: body of `PUT /agent/v1/inventory`.
///
/// @param takenAt the agent's clock when the list was made; changes later are not in it
/// @param evicted assets that are not there because the agent evicted them, so that they are not
///   taken for lost; an older agent, which evicts nothing, leaves it out
public record Inventory(Instant takenAt, List<Entry> entries, Optional<List<AssetId>> evicted) {
    public Inventory {
        entries = List.copyOf(entries);
        evicted = evicted.map(List::copyOf);
    }

    /// The inventory of a server that evicted nothing.
    public Inventory(Instant takenAt, List<Entry> entries) {
        this(takenAt, entries, Optional.empty());
    }

    /// One published asset; the checksum is the one it was verified with.
    public record Entry(
            AssetId asset, AssetPath path, Long version, ByteCount size, Checksum checksum) {}
}
