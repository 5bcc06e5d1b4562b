package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Transactions;

/// Tells who lives: brings servers online when they are heard, and silent when they are not.
///
/// A server is silent when nothing was heard of it for longer than allowed, and the manager could
/// have heard it: silence counts only from the manager's start, from the moment the broker came
/// back, and from the end of any pause of the manager itself, and then a grace is added, because
/// agents come back one after the other. So a restart of manager or broker raises no false alarm.
///
/// A server that fell silent [#FLAPS] times within [#FLAP_WINDOW] is damped: it is online again
/// only after it was heard without such a gap for [#STEADY], so that a line that comes and goes
/// does not make plans, alarms and viewers come and go with it. Its alarm stays meanwhile.
///
/// A change of state is stored at once; when servers were heard last is stored in batches.
public final class Liveness {
    static final String SERVER_SILENT = "server-silent";

    /// Servers change seldom, and those who change them tell.
    private static final Duration REREAD = Duration.ofSeconds(5);

    /// Turns come every half second; one that is later than this by far was a pause.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    static final int FLAPS = 3;
    static final Duration FLAP_WINDOW = Duration.ofMinutes(10);
    static final Duration STEADY = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Liveness.class);

    private final Transactions transactions;
    private final LiveFleet live;
    private final AlarmDesk alarms;
    private final Settings settings;
    private final InstantSource time;
    private final Changes changes;
    private final Listener listener;

    private final Map<ServerId, EdgeServer> known = new HashMap<>();
    private final Map<ServerId, Instant> stored = new HashMap<>();
    private final Map<ServerId, Deque<Instant>> falls = new HashMap<>();
    private final Map<ServerId, Instant> heardSince = new HashMap<>();
    private volatile boolean stale;
    private Instant readAt = Instant.MIN;
    private Instant storedAt = Instant.MIN;
    private Instant turnAt;
    private Instant canHearSince;
    private boolean connected;
    private volatile Optional<Instant> hearingSince = Optional.empty();

    /// The times that liveness goes by.
    ///
    /// @param silentAfter longest silence of a server that is online
    /// @param grace added after the manager or the broker came back
    /// @param storeEvery how often the times of the last heartbeats are stored
    public record Settings(Duration silentAfter, Duration grace, Duration storeEvery) {}

    /// Told when servers came online for the first time or came back, after the commit.
    @FunctionalInterface
    public interface Listener {
        void online(Collection<ServerId> joined, Collection<ServerId> returned);
    }

    public Liveness(
            Transactions transactions,
            LiveFleet live,
            AlarmDesk alarms,
            Settings settings,
            InstantSource time,
            Changes changes,
            Listener listener) {
        this.transactions = transactions;
        this.live = live;
        this.alarms = alarms;
        this.settings = settings;
        this.time = time;
        this.changes = changes;
        this.listener = listener;
        this.turnAt = time.instant();
        this.canHearSince = turnAt;
    }

    /// One turn of the loop; call it every half second, from one thread.
    ///
    /// @param brokerConnected whether heartbeats can arrive now
    public void turn(boolean brokerConnected) {
        Instant now = time.instant();
        boolean paused = Duration.between(turnAt, now).compareTo(PAUSE) > 0;
        if (paused || (brokerConnected && !connected)) {
            canHearSince = now;
        }
        connected = brokerConnected;
        hearingSince = connected ? Optional.of(canHearSince) : Optional.empty();
        turnAt = now;
        if (stale
                || readAt.equals(Instant.MIN)
                || Duration.between(readAt, now).compareTo(REREAD) >= 0) {
            read(now);
        }
        Map<ServerId, LiveFleet.Heard> heard = live.all();
        if (heard.keySet().stream().anyMatch(server -> !known.containsKey(server))) {
            read(now);
        }
        bringOnline(heard, now);
        if (connected) {
            bringSilent(heard, now);
        }
        if (storedAt.equals(Instant.MIN)
                || Duration.between(storedAt, now).compareTo(settings.storeEvery()) >= 0) {
            storeHeard(heard, now);
        }
    }

    /// Since when heartbeats could arrive without a gap; empty if they cannot. Silence before does
    /// not count, and neither does a state from before. Any thread.
    public Optional<Instant> hearingSince() {
        return hearingSince;
    }

    /// Somebody else changed the states of servers: they are read in the next turn. Any thread.
    public void reread() {
        stale = true;
    }

    private void read(Instant now) {
        stale = false;
        List<EdgeServer> all = transactions.read(stores -> stores.servers().all());
        for (EdgeServer server : all) {
            EdgeServer before = known.get(server.id());
            if (server.state() == ServerState.SILENT
                    && before != null
                    && before.state() == ServerState.ONLINE) {
                // another manager noticed it
                fell(server.id(), now);
            }
        }
        known.clear();
        all.forEach(server -> known.put(server.id(), server));
        live.states(all.stream().collect(Collectors.toMap(EdgeServer::id, EdgeServer::state)));
        readAt = now;
    }

    private void fell(ServerId server, Instant now) {
        Deque<Instant> times = falls.computeIfAbsent(server, s -> new ArrayDeque<>());
        times.add(now);
        while (times.getFirst().plus(FLAP_WINDOW).isBefore(now)) {
            times.removeFirst();
        }
        heardSince.remove(server);
        if (times.size() == FLAPS) {
            log.warn("event=server-flaps server={} falls={}", server, FLAPS);
        }
    }

    /// Whether a server that is heard again has to be heard for longer.
    private boolean isDamped(ServerId server, Instant now) {
        long lately =
                falls.getOrDefault(server, new ArrayDeque<>()).stream()
                        .filter(at -> !at.plus(FLAP_WINDOW).isBefore(now))
                        .count();
        return lately >= FLAPS && heardSince.getOrDefault(server, now).plus(STEADY).isAfter(now);
    }

    private void bringOnline(Map<ServerId, LiveFleet.Heard> heard, Instant now) {
        List<ServerId> joined = new ArrayList<>();
        List<ServerId> returned = new ArrayList<>();
        heard.forEach((id, word) -> {
            EdgeServer server = known.get(id);
            if (server == null || !isFresh(word)) {
                heardSince.remove(id);
                return;
            }
            heardSince.putIfAbsent(id, now);
            if (server.state() == ServerState.JOINING) {
                joined.add(id);
            } else if (server.state() == ServerState.SILENT && !isDamped(id, now)) {
                returned.add(id);
            }
        });
        if (joined.isEmpty() && returned.isEmpty()) {
            return;
        }
        AlarmDesk.Told told = new AlarmDesk.Told();
        transactions.change(stores -> {
            told.clear();
            stores.servers().changeState(joined, ServerState.JOINING, ServerState.ONLINE);
            stores.servers().changeState(returned, ServerState.SILENT, ServerState.ONLINE);
            for (ServerId id : returned) {
                told.clear(alarms.clear(stores, ObjectKind.SERVER, id.toString(), SERVER_SILENT));
            }
        });
        for (ServerId id : joined) {
            log.info("event=server-online server={} before=joining", id);
        }
        for (ServerId id : returned) {
            log.info("event=server-online server={} before=silent", id);
        }
        changed(joined, ServerState.ONLINE);
        changed(returned, ServerState.ONLINE);
        alarms.tell(told);
        listener.online(joined, returned);
    }

    /// An old word of a server that fell silent since does not bring it back.
    private boolean isFresh(LiveFleet.Heard word) {
        return Duration.between(word.at(), time.instant()).compareTo(settings.silentAfter()) < 0;
    }

    private void bringSilent(Map<ServerId, LiveFleet.Heard> heard, Instant now) {
        Instant excused = canHearSince.plus(settings.grace());
        List<EdgeServer> silent =
                known.values().stream()
                        .filter(server -> server.state() == ServerState.ONLINE)
                        .filter(server -> {
                            LiveFleet.Heard word = heard.get(server.id());
                            Instant due =
                                    word == null
                                            ? canHearSince.plus(settings.silentAfter())
                                            : word.at().plus(settings.silentAfter());
                            return now.isAfter(due) && now.isAfter(excused);
                        })
                        .toList();
        if (silent.isEmpty()) {
            return;
        }
        List<ServerId> ids = silent.stream().map(EdgeServer::id).toList();
        AlarmDesk.Told told = new AlarmDesk.Told();
        transactions.change(stores -> {
            told.clear();
            stores.servers().changeState(ids, ServerState.ONLINE, ServerState.SILENT);
            for (EdgeServer server : silent) {
                told.raise(
                        alarms.raise(
                                stores,
                                AlarmSeverity.CRITICAL,
                                ObjectKind.SERVER,
                                server.id().toString(),
                                SERVER_SILENT,
                                "Server "
                                        + server.name()
                                        + " has not been heard for "
                                        + settings.silentAfter().toSeconds()
                                        + " seconds"));
            }
        });
        for (EdgeServer server : silent) {
            log.warn("event=server-silent server={} name={}", server.id(), server.name());
            fell(server.id(), now);
        }
        changed(ids, ServerState.SILENT);
        alarms.tell(told);
    }

    private void changed(Collection<ServerId> ids, ServerState state) {
        if (ids.isEmpty()) {
            return;
        }
        for (ServerId id : ids) {
            known.computeIfPresent(id, (same, server) -> server.withState(state));
        }
        live.states(
                known.values().stream()
                        .collect(Collectors.toMap(EdgeServer::id, EdgeServer::state)));
        changes.serversChanged(ids);
        ids.forEach(changes::liveChanged);
    }

    private void storeHeard(Map<ServerId, LiveFleet.Heard> heard, Instant now) {
        Map<ServerId, Instant> fresh =
                heard.entrySet().stream()
                        .filter(e -> known.containsKey(e.getKey()))
                        .filter(e -> !e.getValue().at().equals(stored.get(e.getKey())))
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().at()));
        if (!fresh.isEmpty()) {
            // whole seconds: thousands of servers are then some statements, one for each moment
            Map<ServerId, Instant> rounded = new HashMap<>();
            fresh.forEach((server, at) -> rounded.put(server, at.truncatedTo(ChronoUnit.SECONDS)));
            transactions.change(stores -> stores.servers().heard(rounded));
            stored.putAll(fresh);
        }
        storedAt = now;
    }
}
