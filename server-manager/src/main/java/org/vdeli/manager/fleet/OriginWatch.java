package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.ExpectedInventory;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Watches the origins: lets those rest that were silent for too long, so that their copies are
/// placed elsewhere, and says when there are too few.
///
/// A line that breaks for a moment must not copy terabytes about. So a rest begins only after
/// [Settings#replaceAfter] of silence, and ends only after the origin was online without a gap for
/// as long, at most [#STEADY], and when what its heartbeats say of its inventory is what the
/// database knows: what it lost meanwhile is known before a copy elsewhere goes. What it holds
/// stays.
///
/// Both times count only while this manager could have heard the origin: a manager, a broker or a
/// database that comes back finds old heartbeats and old states, and knows nothing by them.
public final class OriginWatch {
    static final String TOO_FEW = "origins-too-few";
    static final Duration STEADY = Duration.ofSeconds(60);
    private static final String ORIGINS = "origins";
    private static final Logger log = LoggerFactory.getLogger(OriginWatch.class);

    private final Transactions transactions;
    private final LiveFleet live;
    private final Supplier<Optional<Instant>> hearingSince;
    private final AlarmDesk alarms;
    private final Replanning replanning;
    private final Settings settings;
    private final InstantSource time;
    private final Map<ServerId, Instant> backSince = new HashMap<>();

    /// What an operator may set.
    ///
    /// @param copies how many origins shall hold each asset
    /// @param replaceAfter how long an origin may be silent before its copies are placed elsewhere
    public record Settings(int copies, Duration replaceAfter) {}

    /// @param hearingSince since when heartbeats could arrive without a gap; empty if they cannot
    public OriginWatch(
            Transactions transactions,
            LiveFleet live,
            Supplier<Optional<Instant>> hearingSince,
            AlarmDesk alarms,
            Replanning replanning,
            Settings settings,
            InstantSource time) {
        this.transactions = transactions;
        this.live = live;
        this.hearingSince = hearingSince;
        this.alarms = alarms;
        this.replanning = replanning;
        this.settings = settings;
        this.time = time;
    }

    /// What is to be changed and planned.
    private record Found(
            Set<ServerId> begin, Set<ServerId> end, Set<AssetId> assets, String tooFew) {}

    /// One turn; call it every few seconds, from one thread.
    public void turn() {
        Instant now = time.instant();
        Found found = transactions.read(stores -> look(stores, now));
        if (!found.begin().isEmpty() || !found.end().isEmpty()) {
            transactions.change(stores -> {
                found.begin().forEach(origin -> stores.originRests().begin(origin, now));
                found.end().forEach(origin -> stores.originRests().end(origin));
            });
            found.begin()
                    .forEach(origin ->
                            log.warn(
                                    "event=origin-rests server={} silent-for={}",
                                    origin,
                                    settings.replaceAfter()));
            found.end().forEach(origin -> log.info("event=origin-back server={}", origin));
        }
        if (!found.assets().isEmpty()) {
            replanning.assetsChanged(found.assets());
        }
        if (!found.end().isEmpty()) {
            replanning.topologyChanged();
        }
        tell(found.tooFew());
    }

    private Found look(Stores stores, Instant now) {
        List<EdgeServer> origins =
                stores.servers().origins().stream()
                        .filter(server -> server.state() != ServerState.RETIRED)
                        .toList();
        Set<ServerId> resting = new HashSet<>(stores.originRests().all().keySet());
        Set<ServerId> begin = new HashSet<>();
        Set<ServerId> end = new HashSet<>(resting);
        origins.forEach(origin -> end.remove(origin.id()));
        Optional<Instant> hearing = hearingSince.get();
        for (EdgeServer origin : origins) {
            boolean isBack = origin.state() == ServerState.ONLINE && hearing.isPresent();
            if (!isBack || !resting.contains(origin.id())) {
                backSince.remove(origin.id());
            } else if (isSteady(origin.id(), hearing.get(), now)
                    && isCompared(stores, origin.id())) {
                end.add(origin.id());
            }
            if (hearing.filter(since -> isSilentForTooLong(origin, since, now)).isPresent()
                    && !resting.contains(origin.id())) {
                begin.add(origin.id());
            }
        }
        resting.addAll(begin);
        resting.removeAll(end);
        return new Found(begin, end, heldBy(stores, begin), tooFew(origins, resting));
    }

    private boolean isSteady(ServerId origin, Instant hearing, Instant now) {
        Duration wanted =
                settings.replaceAfter().compareTo(STEADY) < 0 ? settings.replaceAfter() : STEADY;
        Instant since = later(backSince.computeIfAbsent(origin, _ -> now), hearing);
        backSince.put(origin, since);
        return !since.plus(wanted).isAfter(now);
    }

    /// Whether it said since it is back that it holds what the database knows.
    private boolean isCompared(Stores stores, ServerId origin) {
        return live.lastHeard(origin)
                .filter(heard -> !heard.at().isBefore(backSince.getOrDefault(origin, Instant.MAX)))
                .filter(heard ->
                        heard.heartbeat().inventory().equals(ExpectedInventory.of(stores, origin)))
                .isPresent();
    }

    /// One that was never heard of is not missed. What was heard of it last may not be stored yet,
    /// because the database was away.
    private boolean isSilentForTooLong(EdgeServer origin, Instant hearing, Instant now) {
        Instant heard = live.lastHeard(origin.id()).map(LiveFleet.Heard::at).orElse(hearing);
        return origin.state() == ServerState.SILENT
                && origin.lastHeartbeat()
                        .map(at -> later(at, later(heard, hearing)))
                        .filter(since -> !since.plus(settings.replaceAfter()).isAfter(now))
                        .isPresent();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Set<AssetId> heldBy(Stores stores, Collection<ServerId> origins) {
        return origins.stream()
                .flatMap(origin -> stores.assignments().ofServer(origin).stream())
                .map(Assignment::asset)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Empty if there are enough, or none at all: then the manager's store is the origin.
    private String tooFew(List<EdgeServer> origins, Set<ServerId> resting) {
        long able =
                origins.stream().filter(origin -> OriginStanding.takesNew(origin, resting)).count();
        return origins.isEmpty() || able >= settings.copies()
                ? ""
                : "Too few origins: each asset shall be on "
                        + settings.copies()
                        + " (origin.copies), and "
                        + able
                        + " of "
                        + origins.size()
                        + " can take copies. Bring origins back, enrol more, or set origin.copies"
                        + " lower";
    }

    private void tell(String tooFew) {
        List<Alarm> open =
                transactions.<List<Alarm>>read(stores -> stores.alarms().allOpen()).stream()
                        .filter(alarm ->
                                alarm.kind() == ObjectKind.MANAGER
                                        && alarm.object().equals(ORIGINS)
                                        && alarm.code().equals(TOO_FEW))
                        .toList();
        boolean isSaid = open.stream().anyMatch(alarm -> alarm.text().equals(tooFew));
        if (isSaid || (open.isEmpty() && tooFew.isEmpty())) {
            return;
        }
        if (!open.isEmpty()) {
            alarms.clear(ObjectKind.MANAGER, ORIGINS, TOO_FEW);
        }
        if (!tooFew.isEmpty()) {
            alarms.raise(AlarmSeverity.CRITICAL, ObjectKind.MANAGER, ORIGINS, TOO_FEW, tooFew);
        }
    }
}
