package org.vdeli.manager.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

class PresenceTest {
    private static final ManagerId ID = new ManagerId(7);
    private static final URI HERE = URI.create("http://m0:8080");
    private static final URI THERE = URI.create("http://m1:8080");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final List<String> refused = new ArrayList<>();
    private final AlarmDesk alarms =
            new AlarmDesk(transactions, ids::incrementAndGet, this::now, Changes.IGNORED);
    private Instant now = Fixtures.T0;
    private final Presence original = presence(HERE, () -> {});

    private Instant now() {
        return now;
    }

    /// @param meanwhile happens in each pause
    private Presence presence(URI url, Runnable meanwhile) {
        return new Presence(
                transactions,
                alarms,
                ID,
                0,
                url,
                this::now,
                pause -> {
                    now = now.plus(pause);
                    meanwhile.run();
                },
                refused::add);
    }

    private Presence later(URI url, Runnable meanwhile) {
        now = now.plusSeconds(1);
        return presence(url, meanwhile);
    }

    private List<String> alarmTexts() {
        return transactions.<List<Alarm>>read(stores -> stores.alarms().allOpen()).stream()
                .map(Alarm::text)
                .toList();
    }

    private Optional<URI> registered() {
        return transactions
                .<Optional<ManagerNode>>read(stores -> stores.managers().find(ID))
                .map(ManagerNode::url);
    }

    @Test
    void aCopyOnAnotherMachineIsRefusedAtItsStart() throws Exception {
        original.register();
        Presence copy = later(THERE, original::turn);

        assertThatThrownBy(copy::register)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "could not join the managers of this database: the manager at"
                                + " http://m0:8080 has the same identity, so this data folder is a"
                                + " copy of its own; start this one with an empty data folder, and"
                                + " a number of its own (--number)");
        assertThat(registered()).contains(HERE);
        assertThat(alarmTexts())
                .containsExactly(
                        "A second manager with the identity of manager-0 at http://m0:8080 was"
                                + " started at http://m1:8080, from a copy of its data folder, and"
                                + " refused: give it an empty data folder and a number of its own");
        original.turn();
        assertThat(refused).isEmpty();
    }

    @Test
    void oneThatMovedToAnotherMachineAfterItsEndIsNoCopy() throws Exception {
        original.register();
        Presence moved = later(THERE, () -> {});
        moved.register();
        moved.turn();
        assertThat(registered()).contains(THERE);
        assertThat(alarmTexts()).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void aCopyThatWasNotNoticedAtItsStartGivesWay() throws Exception {
        original.register();
        Presence copy = later(HERE, () -> {});
        copy.register();

        original.turn();
        assertThat(alarmTexts()).hasSize(1);
        assertThat(refused).isEmpty();
        copy.turn();
        assertThat(refused)
                .containsExactly(
                        "could not go on: the manager at http://m0:8080 has the same identity, so"
                                + " this data folder is a copy of its own; start this one with an"
                                + " empty data folder, and a number of its own (--number)");
        original.turn();
        assertThat(refused).hasSize(1);
    }

    @Test
    void aRestartIsNoCopyAndEndsTheAlarm() throws Exception {
        original.register();
        assertThatThrownBy(later(THERE, original::turn)::register)
                .isInstanceOf(IllegalStateException.class);
        assertThat(alarmTexts()).hasSize(1);

        Presence restarted = later(HERE, () -> {});
        restarted.register();
        restarted.turn();
        assertThat(alarmTexts()).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void aRowOfAnOlderDatabaseIsNoCopy() throws Exception {
        Presence before = original;
        before.register();
        Presence running = later(HERE, () -> {});
        running.register();
        transactions.change(stores -> stores.managers().put(before.self()));
        now = now.plus(ManagerNode.LIVES);

        running.turn();

        assertThat(refused).isEmpty();
        assertThat(alarmTexts()).isEmpty();
    }
}
