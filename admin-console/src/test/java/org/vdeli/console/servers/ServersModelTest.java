package org.vdeli.console.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.mirror.FleetTrace;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.Trace;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;

final class ServersModelTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
    private final Mirror mirror = new Mirror(time::get);
    private final FleetTrace trace = new FleetTrace(mirror, time::get);
    private final ServersModel model = new ServersModel(mirror, trace, time::get, Runnable::run);
    private final FakeFleet fleet = new FakeFleet(42, 2, 1, Duration.ofSeconds(10));
    private final ServerView server = fleet.server(0);

    @BeforeEach
    void begin() {
        mirror.accept(new ConsoleEvent.SnapshotBegun("manager-1", "0.1.0", NOON));
        mirror.accept(new ConsoleEvent.RegionsChanged(fleet.regions()));
        mirror.accept(new ConsoleEvent.ClustersChanged(fleet.clusters()));
        mirror.accept(new ConsoleEvent.ServersChanged(fleet.servers()));
        mirror.accept(new ConsoleEvent.SnapshotEnded());
    }

    @Test
    void showsEachServerWithItsPlaceAndFigures() {
        tell(100);

        ServerRow row = row();

        assertThat(row.cluster()).isEqualTo("lhr-1");
        assertThat(row.region()).isEqualTo("emea-north");
        assertThat(row.figures().requests()).isEqualTo(100);
        assertThat(row.figures().successful()).isEqualTo(93.3);
        assertThat(row.figures().redirected()).isEqualTo(4);
        assertThat(row.figures().refused()).isEqualTo(1.6);
        assertThat(row.figures().failed()).isEqualTo(1.1);
        assertThat(row.isStale()).isFalse();
    }

    @Test
    void figuresGrowStaleWithTheirHeartbeat() {
        tell(100);

        time.set(NOON.plusSeconds(17));

        assertThat(row().isStale()).isTrue();
        assertThat(row().age()).isEqualTo(17);
    }

    @Test
    void sumsLeaveTheSilentOut() {
        fleet.servers().forEach(each -> fleet.fixRequests(each.id(), 10));
        mirror.accept(new ConsoleEvent.LiveChanged(fleet.live(NOON, 0, 1)));
        trace.tick(true);
        model.refresh();

        var sums = Objects.requireNonNull(model.figuresProperty().get());

        assertThat(sums.summary().count(ServerState.SILENT)).isEqualTo(1);
        assertThat(sums.summary().total()).isEqualTo(42);
        assertThat(sums.summary().sum().requests()).isEqualTo(410);
        assertThat(sums.line(Trace.Line.REQUESTS).values()).containsExactly(410f);
    }

    @Test
    void theChosenServerHasItsLastTenMinutes() {
        tell(100);
        time.set(NOON.plusSeconds(10));
        tell(120);
        model.choose(server.id());
        model.refresh();

        ServerDetail detail = Objects.requireNonNull(model.detailProperty().get());

        assertThat(detail.line(Trace.Line.REQUESTS).values()).containsExactly(100f, 120f);
        assertThat(detail.to() - detail.from()).isEqualTo(600);
        assertThat(detail.topAssets().getFirst().path()).isEqualTo("/acme/movies/premiere.mp4");
    }

    private void tell(double requests) {
        fleet.fixRequests(server.id(), requests);
        mirror.accept(new ConsoleEvent.LiveChanged(List.of(fleet.live(server, time.get()))));
    }

    private ServerRow row() {
        model.refresh();
        return model.rows().shown().stream()
                .filter(row -> row.id().equals(server.id()))
                .findFirst()
                .orElseThrow();
    }
}
