package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

/// Turns every half second on a manual clock.
class LivenessTest {
    private static final ServerId SERVER = new ServerId(11);
    private static final Duration STEP = Duration.ofMillis(500);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final LiveFleet live = new LiveFleet(now::get);
    private final Liveness liveness =
            new Liveness(
                    transactions,
                    live,
                    new AlarmDesk(transactions, ids::incrementAndGet, now::get, Changes.IGNORED),
                    new Liveness.Settings(
                            Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                    now::get,
                    Changes.IGNORED,
                    (_, _) -> {});

    @BeforeEach
    void world() {
        transactions.change(Fixtures::world);
    }

    private ServerState state() {
        return transactions
                .<Optional<EdgeServer>>read(stores -> stores.servers().find(SERVER))
                .orElseThrow()
                .state();
    }

    private long alarms() {
        return transactions.read(stores ->
                stores.alarms().allOpen().stream()
                        .filter(alarm -> alarm.object().equals(SERVER.toString()))
                        .count());
    }

    /// Lets time pass, with a heartbeat every five seconds or with none.
    private void pass(Duration time, boolean beating) {
        Instant end = now.get().plus(time);
        for (int i = 0; now.get().isBefore(end); i++) {
            if (beating && i % 10 == 0) {
                live.heard(InstancesTest.heartbeat(SERVER, Optional.empty()));
            }
            liveness.turn(true);
            now.updateAndGet(at -> at.plus(STEP));
        }
    }

    private int comingsAndGoings(int rounds, Duration away, Duration there) {
        int changes = 0;
        ServerState before = state();
        for (int i = 0; i < rounds; i++) {
            pass(away, false);
            changes += state() == before ? 0 : 1;
            before = state();
            pass(there, true);
            changes += state() == before ? 0 : 1;
            before = state();
        }
        return changes;
    }

    @Test
    void oneThatComesBackOnceIsOnlineAtOnce() {
        pass(Duration.ofSeconds(30), true);
        assertThat(state()).isEqualTo(ServerState.ONLINE);
        pass(Duration.ofSeconds(25), false);
        assertThat(state()).isEqualTo(ServerState.SILENT);
        assertThat(alarms()).isEqualTo(1);

        pass(Duration.ofSeconds(1), true);

        assertThat(state()).isEqualTo(ServerState.ONLINE);
        assertThat(alarms()).isZero();
    }

    @Test
    void aGapShorterThanAllowedChangesNothing() {
        pass(Duration.ofSeconds(31), true);
        assertThat(comingsAndGoings(20, Duration.ofSeconds(12), Duration.ofSeconds(6))).isZero();
    }

    @Test
    void oneThatComesAndGoesIsDampedUntilItIsHeardSteadily() {
        pass(Duration.ofSeconds(30), true);

        // Ten times away for 20 s in 5 minutes: three falls count, then it stays silent.
        assertThat(comingsAndGoings(10, Duration.ofSeconds(20), Duration.ofSeconds(10)))
                .isEqualTo(5);
        assertThat(state()).isEqualTo(ServerState.SILENT);
        assertThat(alarms()).isEqualTo(1);

        pass(Duration.ofSeconds(45), true);
        assertThat(state()).isEqualTo(ServerState.SILENT);
        pass(Duration.ofSeconds(10), true);
        assertThat(state()).isEqualTo(ServerState.ONLINE);
        assertThat(alarms()).isZero();

        // After ten minutes without a fall it counts as any other.
        pass(Duration.ofMinutes(11), true);
        pass(Duration.ofSeconds(25), false);
        pass(Duration.ofSeconds(1), true);
        assertThat(state()).isEqualTo(ServerState.ONLINE);
    }
}
