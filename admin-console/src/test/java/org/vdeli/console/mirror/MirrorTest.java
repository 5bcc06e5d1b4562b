package org.vdeli.console.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerView;

final class MirrorTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
    private final InstantSource clock = time::get;
    private final Mirror mirror = new Mirror(clock);
    private final FakeFleet fleet = new FakeFleet(3, 1, 1, Duration.ofSeconds(10));
    private final ServerView server = fleet.server(0);

    @Test
    void showsASnapshotOnlyWhenItIsComplete() {
        begin();
        mirror.accept(new ConsoleEvent.ServersChanged(List.of(server)));
        assertThat(mirror.world().servers()).isEmpty();

        mirror.accept(new ConsoleEvent.SnapshotEnded());

        assertThat(mirror.world().servers()).containsExactly(server);
        assertThat(mirror.world().manager()).isEqualTo("manager-1");
        assertThat(mirror.generation()).isEqualTo(1);
    }

    @Test
    void forgetsWithTheNextSnapshotWhatIsNotInIt() {
        snapshot(server, fleet.server(1));

        snapshot(server);

        assertThat(mirror.world().servers()).containsExactly(server);
    }

    @Test
    void keepsFiguresThatComeBeforeTheirServer() {
        begin();
        mirror.accept(new ConsoleEvent.LiveChanged(live()));
        mirror.accept(new ConsoleEvent.ServersChanged(List.of(server)));
        mirror.accept(new ConsoleEvent.SnapshotEnded());

        assertThat(mirror.world().live(server.id())).isNotNull();
    }

    @Test
    void remembersAnIntervalOnceHoweverOftenItComes() {
        snapshot(server);
        List<LiveView> figures = live();

        mirror.accept(new ConsoleEvent.LiveChanged(figures));
        mirror.accept(new ConsoleEvent.LiveChanged(figures));

        assertThat(mirror.trace(server.id()).since(Trace.Line.REQUESTS, Instant.EPOCH).size())
                .isEqualTo(1);
    }

    @Test
    void agesHeartbeatsByItsOwnClock() {
        snapshot(server);
        mirror.accept(new ConsoleEvent.LiveChanged(live()));
        Duration before = mirror.world().heartbeatAge(server, clock.instant()).orElseThrow();

        time.set(NOON.plusSeconds(30));

        assertThat(mirror.world().heartbeatAge(server, clock.instant()))
                .contains(before.plusSeconds(30));
    }

    @Test
    void removesWhatIsGone() {
        snapshot(server, fleet.server(1));

        mirror.accept(new ConsoleEvent.Removed(ObjectKind.SERVER, List.of(server.id().toString())));

        assertThat(mirror.world().servers()).containsExactly(fleet.server(1));
    }

    @Test
    void aListOfReplicasDoesNotOverwriteWhatAnEventTold() {
        var asset = fleet.addAsset("acme/default/a.mp4", 1000, NOON, List.of(server));
        ReplicaView old = fleet.move(asset, server.id(), ReplicaState.FILLING, 0.5, NOON);
        ReplicaView now = fleet.move(asset, server.id(), ReplicaState.VERIFIED, 1, NOON);
        mirror.replicas().watch(asset.id());

        mirror.accept(new ConsoleEvent.ReplicasChanged(List.of(now)));
        mirror.replicas().seed(asset.id(), List.of(old));

        assertThat(mirror.replicas().of(asset.id())).containsExactly(now);
    }

    private List<LiveView> live() {
        return fleet.live(clock.instant(), 0, 3);
    }

    private void begin() {
        mirror.accept(new ConsoleEvent.SnapshotBegun("manager-1", "0.1.0", NOON));
    }

    private void snapshot(ServerView... servers) {
        begin();
        mirror.accept(new ConsoleEvent.ServersChanged(List.of(servers)));
        mirror.accept(new ConsoleEvent.SnapshotEnded());
    }
}
