package org.vdeli.manager.asset;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Transactions;

/// Removes the contents of deleted and replaced assets from the origin store.
///
/// A content goes when nobody has needed it for [#GRACE] (see [Assets#contentsInUse]): an agent
/// that was told to stop may still be fetching it for a while. A content of which the database
/// never heard stays as long as what edge servers hold of the kind: the database may have been
/// restored from an older backup, and such content is what an upload of that time left. Each turn
/// looks at one of the store's folders, so that its cost does not grow with the contents of the
/// whole store. What is taken in while a turn looks stays: an upload of the same bytes may come at
/// any moment. On its way it keeps the [OriginRegister] true.
public final class OriginCollector {
    static final Duration GRACE = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(OriginCollector.class);

    private final Transactions transactions;
    private final OriginStore store;
    private final OriginRegister register;
    private final Duration unknownGrace;
    private final InstantSource time;
    private final Map<Checksum, Instant> unusedSince = new HashMap<>();
    private boolean compared;
    private int folder;

    /// @param unknownGrace how long a content stays of which the database never heard
    public OriginCollector(
            Transactions transactions,
            OriginStore store,
            OriginRegister register,
            Duration unknownGrace,
            InstantSource time) {
        this.transactions = transactions;
        this.store = store;
        this.register = register;
        this.unknownGrace = unknownGrace;
        this.time = time;
    }

    /// Looks at the next folder; call it every few seconds, from one thread.
    public void turn() {
        if (!compared) {
            register.compareAll();
            compared = true;
        }
        store.beginCollection();
        List<Checksum> contents = store.contentsOf(folder);
        register.compare(folder, contents);
        folder = (folder + 1) % OriginStore.FOLDERS;
        Set<Checksum> unused = new HashSet<>(contents);
        unused.removeAll(
                transactions.<Set<Checksum>>read(
                        stores -> stores.assets().contentsInUse(contents)));
        contents.stream().filter(one -> !unused.contains(one)).forEach(unusedSince::remove);
        Instant now = time.instant();
        Set<Checksum> known = transactions.read(stores -> stores.assets().contentsKnown(unused));
        for (Checksum checksum : unused) {
            Duration grace = known.contains(checksum) ? GRACE : unknownGrace;
            Instant since = unusedSince.computeIfAbsent(checksum, c -> now);
            if (!since.plus(grace).isAfter(now)) {
                if (register.remove(checksum)) {
                    log.info("event=content-removed checksum={}", checksum);
                }
                unusedSince.remove(checksum);
            }
        }
    }
}
