package org.vdeli.router.map;

import java.util.Collection;
import java.util.List;
import org.vdeli.contracts.value.RendezvousHash;

/// Which servers hold which path. Immutable; about 150 bytes an asset, half of it the path.
public final class RoutingTable {
    private final FleetIndex fleet;
    private final String[] paths;
    private final Holders[] holders;

    /// By the path's hash, with linear probing; at most half full. 0 is free, else an asset's
    /// number and one.
    private final int[] slots;

    /// One asset.
    ///
    /// @param path `publisher/project/file`
    /// @param holders servers with a verified replica
    public record Asset(long id, String path, Holders holders) {}

    /// @param assets in any order; of those with one path the youngest counts
    public RoutingTable(FleetIndex fleet, Collection<Asset> assets) {
        this.fleet = fleet;
        this.slots = new int[Integer.highestOneBit(Math.max(1, assets.size()) * 2) * 2];
        List<Asset> list = List.copyOf(assets);
        this.paths = new String[list.size()];
        this.holders = new Holders[list.size()];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = list.get(i).path();
            holders[i] = list.get(i).holders();
            int slot = slot(paths[i]);
            if (slots[slot] == 0 || list.get(slots[slot] - 1).id() < list.get(i).id()) {
                slots[slot] = i + 1;
            }
        }
    }

    private int slot(String path) {
        int slot = (int) hash(path) & slots.length - 1;
        while (slots[slot] != 0 && !paths[slots[slot] - 1].equals(path)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /// A path's key for rendezvous hashing: the same on every router.
    public static long hash(String path) {
        long hash = path.length();
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * 0x100000001b3L;
        }
        return RendezvousHash.mix(hash);
    }

    public FleetIndex fleet() {
        return fleet;
    }

    /// How many assets there are.
    public int size() {
        return paths.length;
    }

    /// The number of the asset with a path; -1 if there is none.
    public int find(String path) {
        return slots[slot(path)] - 1;
    }

    public String path(int asset) {
        return paths[asset];
    }

    /// The servers with a verified replica.
    public Holders holders(int asset) {
        return holders[asset];
    }
}
