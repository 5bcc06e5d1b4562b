package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.InMemoryTransactions;

class ServerWatchTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private final LiveFleet live = new LiveFleet(now::get);
    private final AlarmDesk alarms =
            new AlarmDesk(transactions, ids::incrementAndGet, now::get, Changes.IGNORED);
    private final ServerWatch watch = new ServerWatch(transactions, live, alarms, now::get);

    private static EdgeServer server(long id, String address, int port, ServerState state) {
        return new EdgeServer(
                new ServerId(id),
                Optional.empty(),
                "edge-" + id,
                List.of(address),
                port,
                Optional.empty(),
                ZoneId.of("UTC"),
                ServerRole.EDGE,
                Bitrate.ZERO,
                state,
                Optional.empty(),
                Optional.of(new UUID(1, id)),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private void store(EdgeServer... servers) {
        transactions.change(stores -> {
            for (EdgeServer server : servers) {
                if (stores.servers().find(server.id()).isPresent()) {
                    stores.servers().update(server);
                } else {
                    stores.servers().add(server);
                }
            }
        });
    }

    private List<Alarm> open() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    private static String object(long id) {
        return new ServerId(id).toString();
    }

    @Test
    void oneAddressOfTwoServersIsAnAlarmOnBothUntilOneMoves() {
        store(
                server(1, "EDGE.example.org", 80, ServerState.ONLINE),
                server(2, "edge.example.org", 80, ServerState.JOINING),
                server(3, "edge.example.org", 8080, ServerState.ONLINE),
                server(4, "edge.example.org", 80, ServerState.RETIRED));
        watch.turn();
        watch.turn();

        assertThat(open())
                .extracting(Alarm::object, Alarm::code)
                .containsExactlyInAnyOrder(
                        tuple(object(1), "address-conflict"), tuple(object(2), "address-conflict"));
        assertThat(open())
                .allSatisfy(alarm ->
                        assertThat(alarm.text())
                                .isEqualTo(
                                        "Servers edge-1 and edge-2 claim the same address,"
                                                + " edge.example.org port 80: viewers who are sent"
                                                + " to one reach the other. Correct the addresses"
                                                + " or the port of one of them, or retire it"));

        store(server(2, "other.example.org", 80, ServerState.ONLINE));
        watch.turn();
        assertThat(open()).isEmpty();
    }

    @Test
    void twoMachinesUnderOneIdentityAreAnAlarmUntilOneIsGone() {
        store(server(1, "a.example.org", 80, ServerState.ONLINE));
        for (int i = 0; i < 3; i++) {
            live.heard(InstancesTest.heartbeat(new ServerId(1), Optional.of(new UUID(0, 1))));
            live.heard(InstancesTest.heartbeat(new ServerId(1), Optional.of(new UUID(0, 2))));
        }
        watch.turn();

        assertThat(open())
                .extracting(Alarm::object, Alarm::code, Alarm::severity)
                .containsExactly(tuple(object(1), "identity-doubled", AlarmSeverity.CRITICAL));
        assertThat(open().getFirst().text())
                .contains("under the identity of server edge-1", "Stop the agent of the copy");

        now.updateAndGet(at -> at.plusSeconds(61));
        live.heard(InstancesTest.heartbeat(new ServerId(1), Optional.of(new UUID(0, 1))));
        watch.turn();
        assertThat(open()).isEmpty();
    }

    @Test
    void endsTheAlarmsOfServersThatAreRetiredOrGoneOrNoLongerSilent() {
        store(
                server(1, "a.example.org", 80, ServerState.RETIRED),
                server(2, "b.example.org", 80, ServerState.MAINTENANCE),
                server(3, "c.example.org", 80, ServerState.SILENT));
        raise(1, "disk-full");
        raise(2, "disk-full");
        raise(2, "server-silent");
        raise(3, "server-silent");
        raise(4, "server-silent");
        watch.turn();

        assertThat(open())
                .extracting(Alarm::object, Alarm::code)
                .containsExactlyInAnyOrder(
                        tuple(object(2), "disk-full"), tuple(object(3), "server-silent"));
    }

    private void raise(long server, String code) {
        alarms.raise(AlarmSeverity.WARNING, ObjectKind.SERVER, object(server), code, "test");
    }
}
