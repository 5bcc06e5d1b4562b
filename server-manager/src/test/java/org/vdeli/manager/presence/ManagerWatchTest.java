package org.vdeli.manager.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

class ManagerWatchTest {
    private static final ManagerId ONE = new ManagerId(1);
    private static final ManagerId TWO = new ManagerId(2);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger deaths = new AtomicInteger();
    private Instant now = Fixtures.T0;
    private final Presence one = presence(ONE, 0);
    private final Presence two = presence(TWO, 1);
    private final ManagerWatch watch =
            new ManagerWatch(
                    transactions,
                    ONE,
                    new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                    () -> now,
                    deaths::incrementAndGet);

    private Presence presence(ManagerId id, int number) {
        return new Presence(
                transactions,
                new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                id,
                number,
                URI.create("http://m" + number + ":8080"),
                () -> now,
                _ -> {},
                _ -> {});
    }

    private List<Alarm> open() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    private void pass(int seconds, Presence... living) {
        for (int i = 0; i < seconds; i += 3) {
            now = now.plusSeconds(3);
            for (Presence presence : living) {
                presence.turn();
            }
            watch.turn();
        }
    }

    @Test
    void onesDeathIsNoticedOnceAndAnAlarmAfterAMinuteUntilItIsBack() throws Exception {
        one.register();
        two.register();
        pass(30, one, two);
        assertThat(deaths).hasValue(0);

        pass(12, one);
        assertThat(deaths).hasValue(0);
        pass(45, one);
        assertThat(deaths).hasValue(1);
        assertThat(open()).isEmpty();
        pass(3, one);
        assertThat(open())
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.code()).isEqualTo("manager-silent");
                    assertThat(alarm.text())
                            .isEqualTo(
                                    "The manager manager-1 at http://m1:8080 has not been seen for"
                                            + " 60 seconds. 0 uploads wait for it, and 0 contents are"
                                            + " in its origin store: start it again");
                });
        pass(30, one);
        assertThat(open()).hasSize(1);
        assertThat(deaths).hasValue(1);

        two.turn();
        watch.turn();
        assertThat(open()).isEmpty();
    }

    @Test
    void theAlarmOfOneThatIsForgottenEnds() throws Exception {
        one.register();
        two.register();
        pass(63, one);
        assertThat(open()).hasSize(1);
        transactions.change(stores -> stores.managers().remove(TWO));
        watch.turn();
        assertThat(open()).isEmpty();
    }

    @Test
    void aNumberBelongsToOneThatLives() throws Exception {
        one.register();
        Presence twin = presence(TWO, 0);
        assertThatThrownBy(twin::register)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "could not join the managers of this database: the manager at"
                                + " http://m0:8080 has the number 0, too; give each manager a"
                                + " number of its own with --number (one that was ended is"
                                + " forgotten after 15 s)");
        one.register();

        now = now.plus(ManagerNode.LIVES);
        twin.register();
        assertThat(transactions.<List<ManagerNode>>read(stores -> stores.managers().all()))
                .extracting(ManagerNode::id)
                .containsExactly(ONE, TWO);
    }
}
