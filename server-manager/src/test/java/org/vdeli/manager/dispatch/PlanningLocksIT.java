package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;

/// That the jobs of one asset are planned by one at a time, whoever plans.
class PlanningLocksIT {
    private static final AssetId ASSET = new AssetId(21);
    private static final ServerId SERVER = new ServerId(11);

    private final Database database = RealDatabase.shared();
    private final Transactions transactions = database.transactions();
    private final AtomicLong ids = new AtomicLong(100);

    @BeforeEach
    void clear() {
        RealDatabase.clear();
    }

    @Test
    void anInventoryIsNotPlannedWhileAnotherPlansTheSameAsset() throws Exception {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies()
                    .add(
                            new DeliveryPolicy(
                                    new PolicyId(77),
                                    new ProjectId(2),
                                    Optional.of(new RegionId(3)),
                                    1,
                                    Spread.ALL,
                                    0,
                                    false,
                                    TransferMethod.SWARM.preset(),
                                    LocalTime.MIDNIGHT,
                                    LocalTime.MIDNIGHT,
                                    5));
            stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
            stores.replicas().putAll(List.of(Fixtures.replica(21, 11)));
        });
        Planning planning =
                new Planning(
                        transactions,
                        ids::incrementAndGet,
                        Clock.systemUTC(),
                        Changes.IGNORED,
                        () -> {});
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first =
                    threads.submit(() ->
                            planning.inTransaction(session -> {
                                session.stores().assets().lock(ASSET);
                                locked.countDown();
                                require(commit);
                                session.stores()
                                        .replicas()
                                        .removeAll(List.of(Fixtures.replica(21, 11).key()));
                                session.plan(ASSET, "the first");
                                return true;
                            }));
            require(locked);
            Future<Reconciler.Mended> second =
                    threads.submit(() ->
                            reconciler(planning)
                                    .take(SERVER, new Inventory(Instant.now(), List.of())));
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> second.isDone() || waiting() == 1);
                assertThat(second).isNotDone();
            } finally {
                commit.countDown();
            }
            first.get(90, TimeUnit.SECONDS);
            second.get(90, TimeUnit.SECONDS);
        }
        assertThat(transactions.<List<TransferJob>>read(s -> s.jobs().open(ASSET, SERVER)))
                .extracting(TransferJob::kind)
                .containsExactly(JobKind.FILL);
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

    private Reconciler reconciler(Planning planning) throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return new Reconciler(
                transactions,
                planning,
                new JobMessages(
                        new Envelopes(new Codec(), ids::incrementAndGet),
                        key.getPrivate(),
                        new OriginSources(URI.create("http://127.0.0.1:1/origin/v1"))),
                new LiveFleet(Clock.systemUTC()),
                ids::incrementAndGet,
                Duration.ofDays(7),
                Clock.systemUTC(),
                () -> {});
    }

    /// How many statements ask for the lock of an asset and have not got it at once.
    private int waiting() throws Exception {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery(
                                "SELECT COUNT(*) FROM information_schema.processlist"
                                        + " WHERE command IN ('Query', 'Execute')"
                                        + " AND info LIKE '%from assets%for update%'"
                                        + " AND id <> CONNECTION_ID() AND time_ms > 100")) {
            count.next();
            return count.getInt(1);
        }
    }
}
