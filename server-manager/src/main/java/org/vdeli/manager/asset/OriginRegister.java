package org.vdeli.manager.asset;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

/// Tells the database what this manager's origin store holds, so that all managers know.
///
/// A content is on the disk before it is registered, and no longer registered before it goes. What
/// a crash, a restored disk or an older version left otherwise is put right by [#compare].
public final class OriginRegister {
    private static final int PART = 1000;
    private static final Logger log = LoggerFactory.getLogger(OriginRegister.class);

    private final Transactions transactions;
    private final OriginStore store;
    private final OriginHolder self;
    private final InstantSource time;

    /// @param self this manager
    public OriginRegister(
            Transactions transactions, OriginStore store, OriginHolder self, InstantSource time) {
        this.transactions = transactions;
        this.store = store;
        this.self = self;
        this.time = time;
    }

    /// Registers a content that the store took in, within the transaction that needs it.
    public void add(Stores stores, Checksum content) {
        stores.originCopies().addAll(List.of(new OriginCopy(content, self, time.instant())));
    }

    /// Registers a content that the store has.
    void add(Checksum content) {
        transactions.change(stores -> add(stores, content));
    }

    /// Takes back a content that the store no longer has.
    void lose(Checksum content) {
        transactions.change(stores -> stores.originCopies().removeAll(self, List.of(content)));
    }

    /// Removes a content from register and store, unless somebody took it in since
    /// [OriginStore#beginCollection]. Says whether it is gone.
    boolean remove(Checksum content) {
        lose(content);
        if (store.remove(content)) {
            return true;
        }
        if (store.find(content).isPresent()) {
            add(content);
        }
        return false;
    }

    /// Makes the register say what the store has.
    void compareAll() {
        for (int folder = 0; folder < OriginStore.FOLDERS; folder++) {
            compare(folder, store.contentsOf(folder));
        }
    }

    /// Makes the register say what one folder of the store has.
    ///
    /// @param contents what was found there just now
    void compare(int folder, List<Checksum> contents) {
        Set<Checksum> registered = registered(folder);
        Instant now = time.instant();
        List<OriginCopy> missing =
                contents.stream()
                        .filter(content -> !registered.contains(content))
                        .map(content -> new OriginCopy(content, self, now))
                        .toList();
        contents.forEach(registered::remove);
        // one that was taken in meanwhile is registered, too
        List<Checksum> gone =
                registered.stream().filter(content -> store.find(content).isEmpty()).toList();
        if (missing.isEmpty() && gone.isEmpty()) {
            return;
        }
        transactions.change(stores -> {
            stores.originCopies().addAll(missing);
            stores.originCopies().removeAll(self, gone);
        });
        log.info(
                "event=origin-register-corrected folder={} added={} removed={}",
                folder,
                missing.size(),
                gone.size());
    }

    private Set<Checksum> registered(int folder) {
        String prefix = HexFormat.of().toHexDigits((byte) folder);
        Set<Checksum> found = new HashSet<>();
        Optional<Checksum> after =
                folder == 0
                        ? Optional.empty()
                        : Optional.of(
                                Checksum.of(
                                        HexFormat.of().toHexDigits((byte) (folder - 1))
                                                + "f".repeat(62)));
        while (true) {
            Optional<Checksum> from = after;
            List<Checksum> part =
                    new ArrayList<>(
                            transactions
                                    .<List<OriginCopy>>read(stores ->
                                            stores.originCopies().ofHolder(self, from, PART))
                                    .stream()
                                    .map(OriginCopy::checksum)
                                    .toList());
            int read = part.size();
            part.removeIf(content -> !content.hex().startsWith(prefix));
            found.addAll(part);
            if (part.size() < PART || read < PART) {
                return found;
            }
            after = Optional.of(part.getLast());
        }
    }
}
