package org.vdeli.router.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What routing tables are made from: it changes, and remembers what changed when, so that copies
/// of it follow by small [Update]s. One thread at a time.
public final class RoutingModel {
    /// A copy that is further behind than so many removals gets everything anew.
    private static final int REMOVALS_KEPT = 10_000;

    private final Map<Long, Entry> assets = new HashMap<>();
    private final Map<Holders, Holders> shared = new HashMap<>();
    private final Deque<Removal> removals = new ArrayDeque<>();
    private long epoch;
    private FleetIndex fleet = new FleetIndex(Fleet.EMPTY);
    private long fleetVersion;
    private long version;

    /// Removals up to this version are forgotten.
    private long removalsFrom;

    private record Entry(RoutingTable.Asset asset, long version) {}

    private record Removal(long asset, long version) {}

    /// @param epoch tells this model from all others, those of earlier starts among them; not 0
    public RoutingModel(long epoch) {
        this.epoch = epoch;
    }

    public FleetIndex fleet() {
        return fleet;
    }

    /// How many assets there are.
    public int size() {
        return assets.size();
    }

    public Update.Mark mark() {
        return new Update.Mark(epoch, fleetVersion, version);
    }

    /// Takes a new fleet and says whether it is another one. Holders keep their servers, whatever
    /// numbers these have now; one that is no longer there holds nothing.
    public boolean setFleet(Fleet fresh) {
        if (fresh.equals(fleet.fleet())) {
            return false;
        }
        FleetIndex index = new FleetIndex(fresh);
        int[] moved = new int[fleet.size()];
        Arrays.setAll(moved, number -> index.serverNumber(fleet.server(number).id()));
        boolean renumbered = index.size() != fleet.size();
        for (int i = 0; i < moved.length && !renumbered; i++) {
            renumbered = moved[i] != i;
        }
        if (renumbered) {
            shared.clear();
            assets.replaceAll((id, entry) -> renumbered(entry, moved, index));
        }
        fleet = index;
        fleetVersion++;
        return true;
    }

    /// An asset that lost a holder changed: a copy that never saw the fleet without that server
    /// would keep it.
    private Entry renumbered(Entry entry, int[] moved, FleetIndex index) {
        int[] before = entry.asset().holders().numbers();
        int[] numbers =
                Arrays.stream(before)
                        .map(number -> moved[number])
                        .filter(number -> number >= 0)
                        .sorted()
                        .toArray();
        return new Entry(
                new RoutingTable.Asset(
                        entry.asset().id(),
                        entry.asset().path(),
                        shared(Holders.of(numbers, index.size()))),
                numbers.length < before.length ? ++version : entry.version());
    }

    /// One object for equal sets, as assets under one policy often have. Sets that nobody has any
    /// more are forgotten when they are many.
    private Holders shared(Holders holders) {
        if (shared.size() > 2 * assets.size() + 1000) {
            shared.clear();
        }
        Holders before = shared.putIfAbsent(holders, holders);
        return before == null ? holders : before;
    }

    /// Takes an asset and the ids of the servers that hold it, and says whether anything changed.
    /// Servers that are not of the fleet do not count.
    public boolean put(long asset, String path, Collection<Long> servers) {
        int[] numbers =
                servers.stream()
                        .mapToInt(fleet::serverNumber)
                        .filter(number -> number >= 0)
                        .sorted()
                        .distinct()
                        .toArray();
        return put(new RoutingTable.Asset(asset, path, Holders.of(numbers, fleet.size())));
    }

    private boolean put(RoutingTable.Asset asset) {
        Entry before = assets.get(asset.id());
        if (before != null && before.asset().equals(asset)) {
            return false;
        }
        RoutingTable.Asset kept =
                new RoutingTable.Asset(asset.id(), asset.path(), shared(asset.holders()));
        assets.put(asset.id(), new Entry(kept, ++version));
        return true;
    }

    /// Forgets an asset and says whether it was there.
    public boolean remove(long asset) {
        if (assets.remove(asset) == null) {
            return false;
        }
        removals.add(new Removal(asset, ++version));
        if (removals.size() > REMOVALS_KEPT) {
            removalsFrom = removals.remove().version();
        }
        return true;
    }

    /// Forgets all assets but these.
    public void retain(Collection<Long> ids) {
        List<Long> gone = new ArrayList<>(assets.keySet());
        gone.removeAll(Set.copyOf(ids));
        gone.forEach(this::remove);
    }

    /// The table of now. Takes some 10 ms for 100 000 assets.
    public RoutingTable table() {
        return new RoutingTable(fleet, assets.values().stream().map(Entry::asset).toList());
    }

    /// What a copy has to know to be like this one.
    ///
    /// @param pulse of this model's fleet
    public Update since(Update.Mark mark, Pulse pulse) {
        boolean whole =
                mark.epoch() != epoch
                        || mark.fleet() > fleetVersion
                        || mark.assets() > version
                        || mark.assets() < removalsFrom;
        long from = whole ? 0 : mark.assets();
        return new Update(
                mark(),
                whole,
                whole || mark.fleet() != fleetVersion
                        ? Optional.of(fleet.fleet())
                        : Optional.empty(),
                whole || from < version
                        ? assets.values().stream()
                                .filter(entry -> entry.version() > from)
                                .map(Entry::asset)
                                .toList()
                        : List.of(),
                whole
                        ? List.of()
                        : removals.stream()
                                .filter(removal -> removal.version() > from)
                                .map(Removal::asset)
                                .toList(),
                pulse);
    }

    /// Becomes like the model that an update is of, and says whether a new table is due.
    public boolean apply(Update update) {
        boolean changed =
                update.whole() || !update.assets().isEmpty() || !update.removed().isEmpty();
        if (update.whole()) {
            assets.clear();
            shared.clear();
            removals.clear();
        }
        if (update.fleet().isPresent()) {
            changed |= setFleet(update.fleet().get());
        }
        update.removed().forEach(this::remove);
        update.assets().forEach(this::put);
        epoch = update.mark().epoch();
        fleetVersion = update.mark().fleet();
        version = update.mark().assets();
        removalsFrom = version;
        removals.clear();
        return changed;
    }
}
