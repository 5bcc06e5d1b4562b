package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Assignment;
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
        assertThat(first.get(30, TimeUnit.SECONDS)).containsExactly(due);
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
        operator.get(30, TimeUnit.SECONDS);
        manager.get(30, TimeUnit.SECONDS);

        Alarm after =
                transactions
                        .<Optional<Alarm>>read(stores -> stores.alarms().find(alarm.id()))
                        .orElseThrow();
        assertThat(after.state()).isEqualTo(AlarmState.ACKNOWLEDGED);
        assertThat(after.text()).isEqualTo("no heartbeat for 60 s");
    }

    /// The last edge's purge is confirmed while the asset is being deleted: the one does not see
    /// the deletion yet, the other still sees the edge's copy.
    @Test
    void theOriginsCopyGoesThoughTheAssetIsDeletedWhileTheLastEdgeConfirms() throws Exception {
        Planning planning =
                new Planning(
                        transactions,
                        ids::incrementAndGet,
                        Clock.systemUTC(),
                        Changes.IGNORED,
                        () -> {});
        Confirmations confirmations =
                new Confirmations(
                        planning,
                        new AlarmDesk(
                                transactions,
                                ids::incrementAndGet,
                                Clock.systemUTC(),
                                Changes.IGNORED),
                        RetryRule.USUAL,
                        Clock.systemUTC(),
                        new Random(1));
        TransferJob purge = aPurgeOfTheLastEdge();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Future<?> pause =
                threads.submit(() ->
                        transactions.change(stores -> {
                            stores.replicas().removeAll(List.of(Fixtures.replica(21, 11).key()));
                            held.countDown();
                            require(commit);
                        }));
        require(held);
        Future<?> confirmed = threads.submit(() -> confirmations.take(List.of(done(purge))));
        try {
            awaitWaiting("%replicas%");
            planning.delete(purge.asset());
        } finally {
            commit.countDown();
        }
        pause.get(30, TimeUnit.SECONDS);
        confirmed.get(30, TimeUnit.SECONDS);

        assertThat(transactions.<List<TransferJob>>read(s -> s.jobs().openOfAsset(purge.asset())))
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.PURGE, new ServerId(13)));
    }

    /// Asset 21 is on edge 11, which is to lose it, and on origin 13.
    private TransferJob aPurgeOfTheLastEdge() {
        AssetId asset = new AssetId(21);
        TransferJob purge =
                new TransferJob(
                        new JobId(90),
                        JobKind.PURGE,
                        asset,
                        new ServerId(11),
                        Optional.empty(),
                        JobTerms.USUAL,
                        JobState.PROCESSING,
                        1,
                        "nobody asks for it any more",
                        Optional.empty(),
                        "",
                        Fixtures.T0,
                        Fixtures.T0,
                        Fixtures.T0);
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.servers()
                    .update(
                            Fixtures.as(
                                    Fixtures.server(13, 4, "edge-13"),
                                    ServerRole.ORIGIN,
                                    ServerState.ONLINE));
            stores.replicas().putAll(List.of(Fixtures.replica(21, 11), Fixtures.replica(21, 13)));
            stores.assignments()
                    .putAll(
                            List.of(
                                    new Assignment(
                                            asset,
                                            new ServerId(13),
                                            Optional.empty(),
                                            Fixtures.T0)));
            stores.jobs().addAll(List.of(purge));
        });
        return purge;
    }

    private static Report.Confirmation done(TransferJob job) {
        return new Report.Confirmation(
                job.server(),
                Fixtures.T0,
                job.id(),
                job.attempt(),
                job.asset(),
                AssetPath.parse("acme/default/a.mp4"),
                Report.Reason.DONE,
                "",
                Optional.empty(),
                ByteCount.ZERO,
                Duration.ZERO);
    }

    private static void require(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until a statement about something waits for a lock.
    private void awaitWaiting(String statement) {
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting(statement) == 1);
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
