package org.vdeli.manager.presence;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Says of this manager that it lives, and notices a second one with its identity.
///
/// The identity is a file of the data folder: a folder that was copied to another machine makes a
/// second manager that takes uploads which it has not got, and mints the same ids. Both say that
/// they live; a row names the start that said so. A copy is noticed by whoever finds the other
/// one's row: at its start, where the manager before it goes on saying that it lives on another
/// machine, or some seconds later. Who started last gives way.
public final class Presence {
    static final String MANAGER_DOUBLED = "manager-doubled";

    /// Longer than from one word of a manager to its next.
    private static final Duration WORD = ManagerNode.LIVES.dividedBy(3);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final Transactions transactions;
    private final AlarmDesk alarms;
    private final InstantSource time;
    private final Pause pause;
    private final Consumer<String> refused;
    private final ManagerNode self;

    /// Lets time pass.
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /// @param number of this manager's ids
    /// @param url how agents and other managers reach its HTTP
    /// @param refused told why this manager must end, because it is a copy of another one
    public Presence(
            Transactions transactions,
            AlarmDesk alarms,
            ManagerId id,
            int number,
            URI url,
            InstantSource time,
            Pause pause,
            Consumer<String> refused) {
        this.transactions = transactions;
        this.alarms = alarms;
        this.time = time;
        this.pause = pause;
        this.refused = refused;
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
    ///   would be the same, too; or the same identity
    public void register() throws InterruptedException {
        Optional<ManagerNode> original = original();
        if (original.isPresent()) {
            AlarmDesk.Told told = new AlarmDesk.Told();
            transactions.change(stores -> {
                told.clear();
                told.raise(raise(stores, original.get().url(), self.url()));
            });
            alarms.tell(told);
            throw new IllegalStateException(
                    "could not join the managers of this database: " + copyOf(original.get()));
        }
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
        alarms.clear(ObjectKind.MANAGER, self.id().toString(), MANAGER_DOUBLED);
        log.info("event=manager-registered manager={} url={}", self.id(), self.url());
    }

    /// The manager of which this one is a copy, if it goes on saying on another machine that it
    /// lives. One that was ended a moment ago says nothing more.
    private Optional<ManagerNode> original() throws InterruptedException {
        Instant begin = time.instant();
        Optional<ManagerNode> before =
                known().filter(node -> node.lives(begin))
                        .filter(node -> !node.startedAt().equals(self.startedAt()))
                        .filter(node -> !isHere(node));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        for (Duration waited = Duration.ZERO;
                waited.compareTo(WORD) < 0;
                waited = waited.plus(LOOK)) {
            pause.of(LOOK);
            Optional<ManagerNode> now = known();
            if (now.filter(node -> node.lastSeen().isAfter(before.get().lastSeen())).isPresent()) {
                return now;
            }
        }
        return Optional.empty();
    }

    private Optional<ManagerNode> known() {
        return transactions.read(stores -> stores.managers().find(self.id()));
    }

    /// On one machine a data folder is open once; what was there was this manager before.
    private boolean isHere(ManagerNode node) {
        return Objects.equals(node.url().getHost(), self.url().getHost());
    }

    private static String copyOf(ManagerNode original) {
        return "the manager at "
                + original.url()
                + " has the same identity, so this data folder is a copy of its own; start this one"
                + " with an empty data folder, and a number of its own (--number)";
    }

    private Optional<Alarm> raise(Stores stores, URI first, URI second) {
        return alarms.raise(
                stores,
                AlarmSeverity.CRITICAL,
                ObjectKind.MANAGER,
                self.id().toString(),
                MANAGER_DOUBLED,
                "A second manager with the identity of "
                        + self.name()
                        + " at "
                        + first
                        + " was started at "
                        + second
                        + ", from a copy of its data folder, and refused: give it an empty data"
                        + " folder and a number of its own");
    }

    /// Says that this manager lives; call it every three seconds.
    public void turn() {
        Instant now = time.instant();
        AlarmDesk.Told told = new AlarmDesk.Told();
        Optional<ManagerNode> original =
                transactions.write(stores -> {
                    told.clear();
                    if (stores.managers().seen(self.id(), self.startedAt(), now)) {
                        return Optional.<ManagerNode>empty();
                    }
                    Optional<ManagerNode> other =
                            stores.managers().find(self.id()).filter(node -> node.lives(now));
                    if (other.filter(this::isFirst).isPresent()) {
                        return other;
                    }
                    stores.managers().put(seen(now));
                    other.ifPresent(node -> told.raise(raise(stores, self.url(), node.url())));
                    return Optional.<ManagerNode>empty();
                });
        alarms.tell(told);
        original.ifPresent(node -> refused.accept("could not go on: " + copyOf(node)));
    }

    private boolean isFirst(ManagerNode other) {
        return other.startedAt().isBefore(self.startedAt());
    }

    private ManagerNode seen(Instant now) {
        return new ManagerNode(
                self.id(), self.number(), self.name(), self.url(), self.startedAt(), now);
    }
}
