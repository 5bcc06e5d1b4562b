package org.vdeli.manager.presence;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.database.Transactions;

/// Says of this manager that it lives.
public final class Presence {
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final Transactions transactions;
    private final InstantSource time;
    private final ManagerNode self;

    /// @param number of this manager's ids
    /// @param url how agents and other managers reach its HTTP
    public Presence(
            Transactions transactions, ManagerId id, int number, URI url, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
        Instant now = time.instant();
        this.self = new ManagerNode(id, number, "manager-" + number, url, now, now);
    }

    /// Who this manager is.
    public ManagerNode self() {
        return self;
    }

    /// Registers this manager.
    ///
    /// @throws IllegalStateException if another manager that lives has the same number: their ids
    ///   would be the same, too
    public void register() {
        Instant now = time.instant();
        Optional<ManagerNode> twin =
                transactions.write(stores -> {
                    Optional<ManagerNode> other =
                            stores.managers().all().stream()
                                    .filter(node -> !node.id().equals(self.id()))
                                    .filter(node -> node.number() == self.number())
                                    .filter(node -> node.lives(now))
                                    .findFirst();
                    if (other.isEmpty()) {
                        stores.managers().put(seen(now));
                    }
                    return other;
                });
        if (twin.isPresent()) {
            throw new IllegalStateException(
                    "could not join the managers of this database: the manager at "
                            + twin.get().url()
                            + " has the number "
                            + self.number()
                            + ", too; give each manager a number of its own with --number (one"
                            + " that was ended is forgotten after "
                            + ManagerNode.LIVES.toSeconds()
                            + " s)");
        }
        log.info("event=manager-registered manager={} url={}", self.id(), self.url());
    }

    /// Says that this manager lives; call it every three seconds.
    public void turn() {
        Instant now = time.instant();
        transactions.change(stores -> {
            if (!stores.managers().seen(self.id(), now)) {
                stores.managers().put(seen(now));
            }
        });
    }

    private ManagerNode seen(Instant now) {
        return new ManagerNode(
                self.id(), self.number(), self.name(), self.url(), self.startedAt(), now);
    }
}
