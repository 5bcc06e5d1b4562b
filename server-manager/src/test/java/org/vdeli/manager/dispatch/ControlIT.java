package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PoliciesApi;
import org.vdeli.manager.purge.Purges;
import org.vdeli.manager.purge.Purging;

/// Jobs, purges and previews at 4000 servers, on a real database: what they cost is counted in
/// statements, which do not depend on the machine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlIT {
    private static final int SERVERS = 4000;
    private static final int CLUSTERS = 40;

    /// More for a measurement: the preview's time grows with it.
    private static final int ASSETS = Integer.getInteger("vdeli.test.assets", 50);

    private static final Logger LOG = LoggerFactory.getLogger(ControlIT.class);

    private final Database database = RealDatabase.open();
    private final AtomicLong ids = new AtomicLong(10_000_000);
    private final Planning planning =
            new Planning(
                    database.transactions(),
                    ids::incrementAndGet,
                    Clock.systemUTC(),
                    Changes.IGNORED,
                    () -> {});

    @BeforeAll
    void world() {
        database.transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
                        stores.clusters()
                                .add(Fixtures.cluster(100 + cluster, 3, "cluster-" + cluster));
                    }
                    for (int server = 0; server < SERVERS; server++) {
                        stores.servers()
                                .add(
                                        Fixtures.server(
                                                10_000 + server,
                                                100 + server % CLUSTERS,
                                                "server-" + server));
                    }
                    stores.projects().add(Fixtures.project(5, 1, "films"));
                    for (int asset = 0; asset < ASSETS; asset++) {
                        stores.assets()
                                .add(
                                        Fixtures.asset(
                                                100_000 + asset,
                                                5,
                                                "acme/films/" + asset + ".mp4",
                                                1),
                                        Fixtures.pieces());
                    }
                });
    }

    @AfterAll
    void close() {
        database.close();
    }

    private long statements() {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            assertThat(row.next()).isTrue();
            return row.getLong(2);
        } catch (SQLException e) {
            throw new IllegalStateException("could not count statements", e);
        }
    }

    @Test
    void fourThousandJobsCostNoFourThousandStatements() throws Exception {
        List<TransferJob> jobs = new ArrayList<>();
        for (int server = 0; server < SERVERS; server++) {
            jobs.add(Fixtures.job(1_000_000 + server, 21, 10_000 + server, JobState.PROCESSING));
        }
        database.transactions().change(stores -> stores.jobs().addAll(jobs));
        JobOrders orders =
                new JobOrders(
                        planning,
                        database.transactions(),
                        new JobMessages(
                                new Envelopes(new Codec(), ids::incrementAndGet),
                                KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPrivate(),
                                new OriginSources(URI.create("http://manager/origin/v1"))),
                        ids::incrementAndGet,
                        Clock.systemUTC(),
                        () -> {});
        for (JobAction action :
                List.of(
                        JobAction.PAUSE,
                        JobAction.RESUME,
                        JobAction.REPRIORITISE,
                        JobAction.RETRY,
                        JobAction.CANCEL)) {
            long before = statements();
            long begin = System.nanoTime();

            JobActionView done =
                    orders.act(
                            new JobOrders.Order(
                                    action,
                                    JobSelectors.ofAsset(21),
                                    "ada",
                                    action == JobAction.REPRIORITISE
                                            ? Optional.of(0)
                                            : Optional.empty()),
                            stores -> {});

            long cost = statements() - before;
            measured(action.toString(), cost, begin);
            assertThat(done.changed()).isEqualTo(SERVERS);
            assertThat(cost).as(action.toString()).isLessThan(100);
        }
        assertThat(database.transactions().<Long>read(s -> s.outbox().count())).isEqualTo(SERVERS);
    }

    private static void measured(String what, long statements, long begin) {
        LOG.info(
                "event=measured what={} statements={} ms={}",
                what,
                statements,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    @Test
    void aPurgeOfFourThousandServersCostsNoFourThousandStatements() {
        database.transactions()
                .change(stores -> {
                    List<Assignment> assigned = new ArrayList<>();
                    List<Replica> held = new ArrayList<>();
                    stores.assets()
                            .add(
                                    Fixtures.asset(99, 2, "acme/default/purged.mp4", 1),
                                    Fixtures.pieces());
                    for (int server = 0; server < SERVERS; server++) {
                        assigned.add(Fixtures.assignment(99, 10_000 + server));
                        held.add(Fixtures.replica(99, 10_000 + server));
                    }
                    stores.assignments().putAll(assigned);
                    stores.replicas().putAll(held);
                });
        Purging purging =
                new Purging(
                        database.transactions(), planning, ids::incrementAndGet, Clock.systemUTC());
        PurgeDraft draft =
                new PurgeDraft(
                        Optional.of(Set.of(new AssetId(99))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.empty());
        long before = statements();
        long begin = System.nanoTime();

        Purging.Outcome.Begun begun =
                (Purging.Outcome.Begun) purging.begin(draft, "ada", (stores, purge) -> {});

        long cost = statements() - before;
        measured("PURGE", cost, begin);
        assertThat(
                        database.transactions()
                                .<Map<?, Purges.Progress>>read(
                                        s -> s.purges().progress(List.of(begun.id())))
                                .values())
                .containsExactly(new Purges.Progress(SERVERS, 0, 0));
        assertThat(cost).isLessThan(100);
    }

    @Test
    void aPreviewCostsNoStatementPerServer() {
        PolicyPreview preview =
                new PolicyPreview(
                        database.transactions(),
                        URI.create("http://manager/origin/v1"),
                        Clock.systemUTC());
        DeliveryPolicy policy =
                new DeliveryPolicy(
                        new PolicyId(88),
                        new ProjectId(5),
                        Optional.empty(),
                        1,
                        Spread.PER_CLUSTER,
                        2,
                        false,
                        TransferMethod.SWARM.preset(),
                        LocalTime.MIDNIGHT,
                        LocalTime.MIDNIGHT,
                        3);
        long before = statements();
        long begin = System.nanoTime();

        PolicyPreviewView shown =
                preview.preview(new PoliciesApi.Change(Optional.of(policy), Optional.empty()));

        measured("PREVIEW of " + shown.assetsPlanned() + " assets", statements() - before, begin);
        // two of each cluster, and of the cluster with three servers, too
        assertThat(shown.total().fills()).isEqualTo(shown.assetsPlanned() * 2 * (CLUSTERS + 1));
        assertThat(shown.linksTotal()).isEqualTo(CLUSTERS + 1);
    }
}
