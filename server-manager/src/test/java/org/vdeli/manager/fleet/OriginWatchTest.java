package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

class OriginWatchTest {
    private static final ServerId ONE = new ServerId(11);
    private static final ServerId TWO = new ServerId(12);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Instant now = Fixtures.T0;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final List<String> planned = new ArrayList<>();
    private final LiveFleet live = new LiveFleet(() -> now);
    private Optional<Instant> hearingSince = Optional.of(Fixtures.T0.minusSeconds(3600));
    private final OriginWatch watch =
            new OriginWatch(
                    transactions,
                    live,
                    () -> hearingSince,
                    new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                    new Replanning() {
                        @Override
                        public void topologyChanged() {
                            planned.add("everything");
                        }

                        @Override
                        public void policiesChanged(ProjectId project) {
                            planned.add("project " + project);
                        }

                        @Override
                        public void assetsChanged(Collection<AssetId> assets) {
                            planned.add("assets " + assets);
                        }
                    },
                    new OriginWatch.Settings(2, LIMIT),
                    () -> now);

    /// Servers 11 and 12 are origins, 13 an edge; 11 holds asset 21. All were heard at T0.
    @BeforeEach
    void world() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.assignments().putAll(List.of(Fixtures.assignment(21, 11)));
        });
        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        be(TWO, ServerRole.ORIGIN, ServerState.ONLINE);
    }

    private void be(ServerId server, ServerRole role, ServerState state) {
        transactions.change(stores ->
                stores.servers()
                        .update(
                                Fixtures.as(
                                        stores.servers().find(server).orElseThrow(), role, state)));
    }

    /// A heartbeat of server 11, by which it holds the known asset or nothing.
    private void say(boolean holdsIt) {
        Asset asset = Fixtures.asset(21, 2, "acme/default/a.mp4", 1);
        live.heard(
                new Report.Heartbeat(
                        ONE,
                        now,
                        now.getEpochSecond(),
                        Fixtures.T0,
                        "1",
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        holdsIt
                                ? InventoryDigest.EMPTY.plus(
                                        asset.id(), asset.path(), asset.checksum())
                                : InventoryDigest.EMPTY,
                        0,
                        0,
                        true,
                        Optional.of(new UUID(0, 1))));
    }

    private void turnAfter(Duration time) {
        now = now.plus(time);
        watch.turn();
    }

    private Set<ServerId> resting() {
        return transactions.<Set<ServerId>>read(
                stores -> Set.copyOf(stores.originRests().all().keySet()));
    }

    private List<String> alarms() {
        return transactions.<List<String>>read(
                stores -> stores.alarms().allOpen().stream().map(Alarm::text).toList());
    }

    @Test
    void oneThatIsSilentForAWhileRestsAndWhatItHoldsIsPlanned() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        be(new ServerId(13), ServerRole.EDGE, ServerState.SILENT);

        turnAfter(LIMIT.minusMillis(1));
        assertThat(resting()).isEmpty();
        assertThat(alarms()).isEmpty();

        turnAfter(Duration.ofMillis(1));
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).containsExactly(ONE);
        assertThat(planned).containsExactly("assets [" + new AssetId(21) + "]");
        assertThat(alarms())
                .containsExactly(
                        "Too few origins: each asset shall be on 2 (origin.copies), and 1 of 2 can"
                                + " take copies. Bring origins back, enrol more, or set"
                                + " origin.copies lower");
    }

    @Test
    void oneThatComesBackCountsOnlyAfterAMinuteWithoutAGap() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(LIMIT);
        planned.clear();

        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        turnAfter(Duration.ofSeconds(2));
        turnAfter(Duration.ofSeconds(50));
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(Duration.ofSeconds(2));
        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        turnAfter(Duration.ofSeconds(2));
        say(false);
        turnAfter(Duration.ofSeconds(59));
        assertThat(resting()).containsExactly(ONE);
        assertThat(planned).isEmpty();

        turnAfter(Duration.ofSeconds(1));
        assertThat(resting()).isEmpty();
        assertThat(planned).containsExactly("everything");
        assertThat(alarms()).isEmpty();
    }

    @Test
    void oneThatComesBackWithoutWhatItHeldCountsOnlyWhenThatIsKnown() {
        transactions.change(stores -> stores.replicas().putAll(List.of(Fixtures.replica(21, 11))));
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(LIMIT);
        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        turnAfter(Duration.ofSeconds(2));
        turnAfter(Duration.ofMinutes(5));
        assertThat(resting()).as("it said nothing").containsExactly(ONE);

        say(false);
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).as("its inventory was not compared").containsExactly(ONE);

        transactions.change(
                stores -> stores.replicas().removeAll(List.of(Fixtures.replica(21, 11).key())));
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).isEmpty();
    }

    @Test
    void oneThatComesBackWithAllThatItHeldCounts() {
        transactions.change(stores -> stores.replicas().putAll(List.of(Fixtures.replica(21, 11))));
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(LIMIT);
        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        turnAfter(Duration.ofSeconds(2));
        say(true);
        turnAfter(OriginWatch.STEADY);
        assertThat(resting()).isEmpty();
    }

    @Test
    void onlySilenceCountsThatTheManagerCouldHear() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        hearingSince = Optional.empty();
        turnAfter(LIMIT);
        assertThat(resting()).as("the broker is away").isEmpty();

        hearingSince = Optional.of(now);
        turnAfter(LIMIT.minusSeconds(1));
        assertThat(resting()).as("the broker came back").isEmpty();
        turnAfter(Duration.ofSeconds(1));
        assertThat(resting()).containsExactly(ONE);
    }

    @Test
    void oneThatWasHeardWhileTheDatabaseWasAwayIsNotSilentForLong() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        now = now.plus(LIMIT);
        say(false);
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).isEmpty();
    }

    @Test
    void oneThatIsOnlineByAnOldStateAloneIsNotBack() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(LIMIT);
        be(ONE, ServerRole.ORIGIN, ServerState.ONLINE);
        turnAfter(Duration.ofSeconds(2));
        say(false);
        hearingSince = Optional.empty();
        turnAfter(OriginWatch.STEADY);
        hearingSince = Optional.of(now);
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).containsExactly(ONE);
        say(false);
        turnAfter(OriginWatch.STEADY);
        assertThat(resting()).isEmpty();
    }

    @Test
    void theAlarmFollowsTheFiguresAndEndsWithTheLastOrigin() {
        be(TWO, ServerRole.ORIGIN, ServerState.MAINTENANCE);
        watch.turn();
        assertThat(alarms()).hasSize(1).first().asString().contains("1 of 2 can take copies");
        be(ONE, ServerRole.ORIGIN, ServerState.DRAINING);
        watch.turn();
        assertThat(alarms()).hasSize(1).first().asString().contains("0 of 2 can take copies");
        be(ONE, ServerRole.EDGE, ServerState.ONLINE);
        be(TWO, ServerRole.ORIGIN, ServerState.RETIRED);
        watch.turn();
        assertThat(alarms()).isEmpty();
    }

    @Test
    void oneThatIsRetiredOrNoOriginAnyMoreRestsNoLonger() {
        be(ONE, ServerRole.ORIGIN, ServerState.SILENT);
        be(TWO, ServerRole.ORIGIN, ServerState.SILENT);
        turnAfter(LIMIT);
        assertThat(resting()).containsExactlyInAnyOrder(ONE, TWO);
        be(ONE, ServerRole.ORIGIN, ServerState.RETIRED);
        be(TWO, ServerRole.EDGE, ServerState.SILENT);
        turnAfter(Duration.ofSeconds(2));
        assertThat(resting()).isEmpty();
    }
}
