package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.database.Transactions;

/// Watches what servers claim to be: two that claim one address (feature F067), and two machines
/// under one identity. Each is an alarm on every server that it concerns, and ends by itself.
///
/// Also ends what nobody else ends: all alarms of servers that are retired or gone, and the alarm
/// that a server is silent once an operator gave it another state.
public final class ServerWatch {
    static final String ADDRESS_CONFLICT = "address-conflict";
    static final String IDENTITY_DOUBLED = "identity-doubled";
    private static final Duration OLD = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final LiveFleet live;
    private final AlarmDesk alarms;
    private final InstantSource time;
    private final Instant begun;
    private final Set<String> doubledHere = new HashSet<>();

    public ServerWatch(
            Transactions transactions, LiveFleet live, AlarmDesk alarms, InstantSource time) {
        this.transactions = transactions;
        this.live = live;
        this.alarms = alarms;
        this.time = time;
        this.begun = time.instant();
    }

    /// What an alarm is about.
    private record Key(String object, String code) {
        static Key of(Alarm alarm) {
            return new Key(alarm.object(), alarm.code());
        }

        static Key of(ServerId server, String code) {
            return new Key(server.toString(), code);
        }
    }

    private record Found(List<EdgeServer> servers, List<Alarm> open) {}

    /// One turn; call it every few seconds, from one thread.
    public void turn() {
        Found found =
                transactions.read(stores ->
                        new Found(
                                stores.servers().all(),
                                stores.alarms().allOpen().stream()
                                        .filter(alarm -> alarm.kind() == ObjectKind.SERVER)
                                        .toList()));
        Map<String, EdgeServer> servers =
                found.servers().stream()
                        .collect(Collectors.toMap(s -> s.id().toString(), Function.identity()));
        Map<Key, String> wrong = new HashMap<>(conflicts(found.servers()));
        wrong.putAll(doubles(servers));
        Set<Key> open = new HashSet<>();
        for (Alarm alarm : found.open()) {
            open.add(Key.of(alarm));
            if (isOver(alarm, Optional.ofNullable(servers.get(alarm.object())), wrong)) {
                alarms.clear(alarm.kind(), alarm.object(), alarm.code());
            }
        }
        wrong.forEach((key, text) -> {
            if (!open.contains(key)) {
                alarms.raise(
                        AlarmSeverity.CRITICAL, ObjectKind.SERVER, key.object(), key.code(), text);
            }
        });
    }

    private boolean isOver(Alarm alarm, Optional<EdgeServer> server, Map<Key, String> wrong) {
        if (server.isEmpty() || server.get().state() == ServerState.RETIRED) {
            return true;
        }
        return switch (alarm.code()) {
            case ADDRESS_CONFLICT -> !wrong.containsKey(Key.of(alarm));
            case IDENTITY_DOUBLED -> !wrong.containsKey(Key.of(alarm)) && isJudge(alarm);
            case Liveness.SERVER_SILENT -> server.get().state() != ServerState.SILENT;
            default -> false;
        };
    }

    /// Whether this manager may say that a server is one machine again. One that has only just
    /// begun to listen has not heard both yet; the one that noticed them decides, or any once it
    /// has listened for long and the alarm is old.
    private boolean isJudge(Alarm alarm) {
        Instant now = time.instant();
        return doubledHere.remove(alarm.object())
                || (begun.plus(OLD).isBefore(now) && alarm.raisedAt().plus(OLD).isBefore(now));
    }

    private static Map<Key, String> conflicts(List<EdgeServer> servers) {
        Map<String, List<EdgeServer>> claims = new HashMap<>();
        for (EdgeServer server : servers) {
            if (server.state() != ServerState.RETIRED) {
                for (String address : Set.copyOf(server.addresses())) {
                    claims.computeIfAbsent(
                                    address.toLowerCase(Locale.ROOT) + " port " + server.httpPort(),
                                    _ -> new ArrayList<>())
                            .add(server);
                }
            }
        }
        Map<Key, String> wrong = new HashMap<>();
        claims.forEach((address, claimants) -> {
            if (claimants.size() > 1) {
                Set<String> names = new TreeSet<>();
                claimants.forEach(server -> names.add(server.name()));
                String text =
                        "Servers "
                                + String.join(" and ", names)
                                + " claim the same address, "
                                + address
                                + ": viewers who are sent to one reach the other. Correct the"
                                + " addresses or the port of one of them, or retire it";
                claimants.forEach(server -> wrong.put(Key.of(server.id(), ADDRESS_CONFLICT), text));
            }
        });
        return wrong;
    }

    private Map<Key, String> doubles(Map<String, EdgeServer> servers) {
        Map<Key, String> wrong = new HashMap<>();
        for (ServerId id : live.doubled()) {
            EdgeServer server = servers.get(id.toString());
            if (server != null && server.state() != ServerState.RETIRED) {
                doubledHere.add(id.toString());
                wrong.put(
                        Key.of(id, IDENTITY_DOUBLED),
                        "Two machines live under the identity of server "
                                + server.name()
                                + ", one of them a copy of the other; each gets a part of the"
                                + " jobs. Stop the agent of the copy, empty its data folder, and"
                                + " start it with an enrolment token and a name of its own");
            }
        }
        return wrong;
    }
}
