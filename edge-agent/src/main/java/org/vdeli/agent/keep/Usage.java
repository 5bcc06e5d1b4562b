package org.vdeli.agent.keep;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.id.AssetId;

/// Which assets may be evicted, and when each of them was used last. What is not known here is
/// pinned.
///
/// That an asset may be evicted is on disk before it is published; uses are kept in memory and
/// written together, one line for all, at [#flush]. A crash forgets the uses since then. Safe for
/// use by several threads.
final class Usage {
    private static final Logger LOG = LoggerFactory.getLogger(Usage.class);

    private final KeyedLog log;
    private final Map<AssetId, Instant> lastUses = new HashMap<>();
    private final Set<AssetId> changed = new HashSet<>();

    /// Reads what the log holds: the id of each asset that may be evicted, with the epoch second of
    /// its last use.
    Usage(KeyedLog log) {
        this.log = log;
        log.entries()
                .forEach((asset, second) -> {
                    try {
                        lastUses.put(
                                AssetId.of(asset), Instant.ofEpochSecond(Long.parseLong(second)));
                    } catch (IllegalArgumentException e) {
                        LOG.error("could not read a last use, left it out asset={}", asset, e);
                    }
                });
    }

    /// An asset is about to be published, and may be evicted from then on, or is pinned.
    synchronized void note(AssetId asset, boolean evictable, Instant now) throws IOException {
        if (evictable) {
            log.put(asset.toString(), Long.toString(now.getEpochSecond()));
            lastUses.put(asset, now);
        } else if (lastUses.containsKey(asset)) {
            log.remove(asset.toString());
            lastUses.remove(asset);
            changed.remove(asset);
        }
    }

    /// An asset was used.
    synchronized void used(AssetId asset, Instant at) {
        Instant before = lastUses.get(asset);
        if (before != null && before.isBefore(at)) {
            lastUses.put(asset, at);
            changed.add(asset);
        }
    }

    /// When an asset that may be evicted was used last; empty for one that is pinned.
    synchronized Optional<Instant> lastUse(AssetId asset) {
        return Optional.ofNullable(lastUses.get(asset));
    }

    /// Writes what changed, and forgets what is not there.
    synchronized void flush(Predicate<AssetId> isThere) throws IOException {
        List<KeyedLog.Change> changes = new ArrayList<>();
        for (Map.Entry<AssetId, Instant> use : lastUses.entrySet()) {
            if (!isThere.test(use.getKey())) {
                changes.add(new KeyedLog.Change.Remove(use.getKey().toString()));
            } else if (changed.contains(use.getKey())) {
                changes.add(
                        new KeyedLog.Change.Put(
                                use.getKey().toString(),
                                Long.toString(use.getValue().getEpochSecond())));
            }
        }
        if (!changes.isEmpty()) {
            log.change(changes);
        }
        changed.clear();
        lastUses.keySet().removeIf(asset -> !isThere.test(asset));
    }
}
