package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.traffic.jpa.SamplePartitions;

/// What the stores do on a real MariaDB beyond the contracts: numbers, conflicts and outages.
class DatabaseIT {
    private static final int FLEET = 4000;

    private final Database database = RealDatabase.shared();
    private final Transactions transactions = database.transactions();

    @BeforeEach
    void clear() {
        RealDatabase.clear();
    }

    @Test
    void storesAPlanForFourThousandServersInOneTransactionOfFewStatements() {
        fleetOf(FLEET);
        long before = questions();
        transactions.change(stores -> {
            stores.assignments()
                    .putAll(
                            LongStream.range(0, FLEET)
                                    .mapToObj(n -> Fixtures.assignment(21, 1000 + n))
                                    .toList());
            stores.jobs().addAll(jobs(JobState.NOT_SCHEDULED));
            stores.outbox()
                    .addAll(
                            LongStream.range(0, FLEET)
                                    .mapToObj(n -> Fixtures.message(200_000 + n))
                                    .toList());
        });
        assertThat(questions() - before).isLessThanOrEqualTo(40);
        assertThat(transactions.<Long>read(stores -> stores.outbox().count())).isEqualTo(FLEET);
        assertThat(
                        transactions.<Long>read(s ->
                                s.jobs().countByState().getOrDefault(JobState.NOT_SCHEDULED, 0L)))
                .isEqualTo(FLEET);
    }

    @Test
    void storesFourThousandConfirmationsInAtMostFortyStatements() {
        fleetOf(FLEET);
        transactions.change(stores -> stores.jobs().addAll(jobs(JobState.PROCESSING)));
        long before = questions();
        long prepared = database.statistics().getPrepareStatementCount();
        transactions.change(stores -> {
            List<TransferJob> locked =
                    stores.jobs()
                            .lockAll(
                                    LongStream.range(0, FLEET)
                                            .mapToObj(n -> new JobId(100_000 + n))
                                            .toList());
            stores.jobs()
                    .updateAll(
                            locked.stream()
                                    .map(job ->
                                            job.ended(
                                                    JobState.VERIFIED,
                                                    Report.Reason.DONE,
                                                    "",
                                                    Fixtures.T0,
                                                    Fixtures.T0))
                                    .toList());
            stores.replicas()
                    .putAll(
                            locked.stream()
                                    .map(job -> Fixtures.replica(21, job.server().value()))
                                    .toList());
        });
        assertThat(database.statistics().getPrepareStatementCount() - prepared)
                .isLessThanOrEqualTo(40);
        assertThat(questions() - before).isLessThanOrEqualTo(40);
        assertThat(
                        transactions.<Long>read(
                                s -> s.jobs().countByState().getOrDefault(JobState.VERIFIED, 0L)))
                .isEqualTo(FLEET);
        assertThat(
                        transactions
                                .read(stores -> stores.distributions().of(asset21()))
                                .getFirst()
                                .assigned())
                .isZero();
    }

    @Test
    void twoManagersTakeDifferentMessages() throws Exception {
        transactions.change(stores ->
                stores.outbox().addAll(List.of(Fixtures.message(61), Fixtures.message(62))));
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first =
                    other.submit(() ->
                            transactions.<Integer>write(stores -> {
                                int size = stores.outbox().nextBatch(Fixtures.T0, 1).size();
                                taken.countDown();
                                await(done);
                                return size;
                            }));
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            List<Long> second =
                    transactions.write(stores ->
                            stores.outbox().nextBatch(Fixtures.T0, 9).stream()
                                    .map(message -> message.id())
                                    .toList());
            done.countDown();
            assertThat(second).containsExactly(62L);
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void repeatsTheWorkThatADeadlockBrokeOff() throws Exception {
        transactions.change(stores -> {
            stores.publishers().add(Fixtures.publisher(1, "acme"));
            stores.projects().add(Fixtures.project(2, 1, "two"));
            stores.projects().add(Fixtures.project(3, 1, "three"));
        });
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> up = others.submit(() -> lockBoth(2, 3, bothHoldOne));
            Future<String> down = others.submit(() -> lockBoth(3, 2, bothHoldOne));
            assertThat(up.get(30, TimeUnit.SECONDS)).isEqualTo("twothree");
            assertThat(down.get(30, TimeUnit.SECONDS)).isEqualTo("threetwo");
        }
    }

    private String lockBoth(long first, long second, CountDownLatch bothHoldOne) {
        return transactions.write(stores -> {
            String one = name(stores, first);
            bothHoldOne.countDown();
            await(bothHoldOne);
            return one + name(stores, second);
        });
    }

    private static String name(Stores stores, long project) {
        return stores.projects().lock(new ProjectId(project)).map(Project::name).orElseThrow();
    }

    @Test
    void doesNotRemoveWhatIsReferredTo() {
        transactions.change(Fixtures::world);
        assertThatThrownBy(() -> transactions.change(s -> s.regions().remove(new RegionId(3))))
                .isInstanceOfSatisfying(
                        StillInUse.class, e -> assertThat(e.key()).isEqualTo("cluster_region"));
    }

    @Test
    void readsOnOneStateWhateverOthersCommit() {
        transactions.change(stores -> stores.operators().add(Fixtures.operator(1, "anna")));
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Long> counts =
                    transactions.read(stores -> {
                        long first = stores.operators().count();
                        Future<?> change =
                                other.submit(() ->
                                        transactions.change(s ->
                                                s.operators().add(Fixtures.operator(2, "berta"))));
                        awaitDone(change);
                        return List.of(first, stores.operators().count());
                    });
            assertThat(counts).containsExactly(1L, 1L);
        }
    }

    @Test
    void saysThatTheDatabaseIsNotThere() {
        DatabaseSettings nowhere =
                new DatabaseSettings(
                        "jdbc:mariadb://127.0.0.1:1/vdeli?sslMode=disable",
                        "vdeli",
                        Secret.of("none"),
                        2);
        assertThatThrownBy(() -> Database.open(nowhere, RandomGenerator.getDefault()))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageStartingWith(
                        "could not reach the database jdbc:mariadb://127.0.0.1:1/vdeli: ")
                .hasMessageEndingWith(
                        "; check database.url, user and password, and that the server runs");
    }

    @Test
    void keepsADayOfSamplesInEachPartitionAndDropsOldDays() {
        try (Database fresh = RealDatabase.open()) {
            SamplePartitions partitions = new SamplePartitions(fresh.pool(), Duration.ofDays(2));
            partitions.maintain(Instant.parse("2026-11-20T23:59:59Z"));
            partitions.maintain(Instant.parse("2026-11-20T23:59:59Z"));
            assertThat(partitions.days())
                    .containsExactly(
                            LocalDate.of(2026, 11, 20),
                            LocalDate.of(2026, 11, 21),
                            LocalDate.of(2026, 11, 22),
                            LocalDate.of(2026, 11, 23));
            partitions.maintain(Instant.parse("2026-11-23T00:00:00Z"));
            assertThat(partitions.days())
                    .startsWith(LocalDate.of(2026, 11, 21))
                    .endsWith(LocalDate.of(2026, 11, 26));
        }
    }

    private void fleetOf(int servers) {
        transactions.change(stores -> {
            Fixtures.world(stores);
            for (long n = 0; n < servers; n++) {
                stores.servers().add(Fixtures.server(1000 + n, 4, "many-" + n));
            }
        });
    }

    private static List<TransferJob> jobs(JobState state) {
        return LongStream.range(0, FLEET)
                .mapToObj(n -> Fixtures.job(100_000 + n, 21, 1000 + n, state))
                .toList();
    }

    private static List<AssetId> asset21() {
        return List.of(new AssetId(21));
    }

    /// Statements that clients sent to this server since it started.
    private long questions() {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            status.next();
            return status.getLong(2);
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the server's status", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            // A repeated run finds it open already.
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited for nothing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void awaitDone(Future<?> future) {
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other transaction failed", e);
        }
    }
}
