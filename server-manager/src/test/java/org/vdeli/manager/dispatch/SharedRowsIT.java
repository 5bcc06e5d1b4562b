package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.database.Transactions;

/// What several managers, or two threads of one, do to the same rows at the same time.
class SharedRowsIT {
    private final Database database = RealDatabase.shared();
    private final Transactions transactions = database.transactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void clear() {
        RealDatabase.clear();
    }

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void whatIsKeptAsideIsOrderedToGoByOneManagerAlone() throws Exception {
        UnknownContent due =
                new UnknownContent(
                        new AssetId(91),
                        new ServerId(11),
                        AssetPath.parse("acme/default/b.mp4"),
                        1,
                        ByteCount.of(5000),
                        Fixtures.SUM,
                        Fixtures.T0,
                        Fixtures.T0);
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.unknownContents().putAll(List.of(due));
        });
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<List<UnknownContent>> first =
                threads.submit(() ->
                        transactions.<List<UnknownContent>>write(stores -> {
                            List<UnknownContent> found =
                                    stores.unknownContents().due(Fixtures.T0, 9);
                            taken.countDown();
                            require(commit);
                            return found;
                        }));
        require(taken);
        try {
            assertThat(
                            transactions.<List<UnknownContent>>write(
                                    stores -> stores.unknownContents().due(Fixtures.T0, 9)))
                    .isEmpty();
        } finally {
            commit.countDown();
        }
        assertThat(first.get(90, TimeUnit.SECONDS)).containsExactly(due);
    }

    @Test
    void anAlarmThatIsRewordedStaysAcknowledged() throws Exception {
        Alarm alarm = Fixtures.alarm(71, "edge-11");
        AlarmDesk desk =
                new AlarmDesk(
                        transactions, ids::incrementAndGet, Clock.systemUTC(), Changes.IGNORED);
        transactions.change(stores -> stores.alarms().addIfAbsent(alarm));
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> operator =
                threads.submit(() ->
                        transactions.change(stores -> {
                            Alarm before = stores.alarms().lock(alarm.id()).orElseThrow();
                            stores.alarms().update(before.acknowledged("ada", Optional.empty()));
                            changed.countDown();
                            require(commit);
                        }));
        require(changed);
        Future<Optional<Alarm>> manager =
                threads.submit(() ->
                        transactions.<Optional<Alarm>>write(stores ->
                                desk.raiseOrReword(
                                        stores,
                                        AlarmSeverity.WARNING,
                                        alarm.kind(),
                                        alarm.object(),
                                        alarm.code(),
                                        "no heartbeat for 60 s")));
        try {
            awaitWaiting("%alarms%");
        } finally {
            commit.countDown();
        }
        operator.get(90, TimeUnit.SECONDS);
        manager.get(90, TimeUnit.SECONDS);

        Alarm after =
                transactions
                        .<Optional<Alarm>>read(stores -> stores.alarms().find(alarm.id()))
                        .orElseThrow();
        assertThat(after.state()).isEqualTo(AlarmState.ACKNOWLEDGED);
        assertThat(after.text()).isEqualTo("no heartbeat for 60 s");
    }

    private static void require(CountDownLatch latch) {
        try {
            if (!latch.await(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until a statement about something waits for a lock.
    private void awaitWaiting(String statement) {
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting(statement) == 1);
    }

    private int waiting(String like) throws Exception {
        try (Connection connection = database.pool().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT COUNT(*) FROM information_schema.processlist"
                                        + " WHERE command IN ('Query', 'Execute')"
                                        + " AND info LIKE ? AND id <> CONNECTION_ID()"
                                        + " AND time_ms > 100")) {
            statement.setString(1, like);
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }
}
