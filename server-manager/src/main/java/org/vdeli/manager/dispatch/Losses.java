package org.vdeli.manager.dispatch;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.database.Stores;

/// Takes reports of assets that servers lost without any order (features F083, N06), many in one
/// transaction. The replica is forgotten at once. What was evicted is noted and left alone; what
/// was damaged is planned, and so filled again, and its server gets an alarm that ends when
/// everything there is repaired ([ServerTroubles]).
///
/// A report that comes twice is harmless. One that comes so late that the asset was filled again
/// meanwhile forgets a replica that is there; the server's inventory brings it back.
public final class Losses {
    static final String CONTENT_DAMAGED = "content-damaged";

    private static final Logger log = LoggerFactory.getLogger(Losses.class);

    private final Planning planning;
    private final AlarmDesk alarms;
    private final InstantSource time;

    public Losses(Planning planning, AlarmDesk alarms, InstantSource time) {
        this.planning = planning;
        this.alarms = alarms;
        this.time = time;
    }

    /// Takes reports in the order in which they came.
    public void take(List<Report.Lost> reports) {
        AlarmDesk.Told told = new AlarmDesk.Told();
        planning.inTransaction(session -> {
            told.clear();
            take(session, reports, told);
            return true;
        });
        alarms.tell(told);
    }

    private void take(Planning.Session session, List<Report.Lost> reports, AlarmDesk.Told told) {
        Stores stores = session.stores();
        Map<AssetId, Asset> assets =
                stores
                        .assets()
                        .findAll(
                                reports.stream()
                                        .map(Report.Lost::asset)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .stream()
                        .collect(Collectors.toMap(Asset::id, Function.identity()));
        Set<ReplicaKey> lost = new HashSet<>();
        Set<ReplicaKey> evicted = new HashSet<>();
        Set<AssetId> toPlan = new HashSet<>();
        Map<ServerId, Report.Lost> damaged =
                new TreeMap<>(Comparator.comparingLong(ServerId::value));
        for (Report.Lost report : reports) {
            if (!assets.containsKey(report.asset())) {
                continue;
            }
            ReplicaKey key = new ReplicaKey(report.asset(), report.server());
            lost.add(key);
            session.touch(report.asset(), List.of(report.server()));
            switch (report.cause()) {
                case EVICTED -> {
                    evicted.add(key);
                    // it may be pinned by now
                    toPlan.add(report.asset());
                }
                case CHECKSUM_MISMATCH, MISSING, TRUNCATED, UNREADABLE -> {
                    evicted.remove(key);
                    toPlan.add(report.asset());
                    damaged.putIfAbsent(report.server(), report);
                }
            }
            log.info(
                    "event=replica-lost server={} asset={} path={} cause={} detail={}",
                    report.server(),
                    report.asset(),
                    report.path(),
                    report.cause(),
                    report.detail());
        }
        stores.replicas().removeAll(lost);
        stores.assignments().evicted(evicted, time.instant());
        damaged.forEach((server, report) -> told.raise(raise(stores, server, report)));
        toPlan.stream()
                .sorted(Comparator.comparingLong(AssetId::value))
                .forEach(id -> session.plan(id, "a server lost it"));
    }

    private Optional<Alarm> raise(Stores stores, ServerId server, Report.Lost report) {
        return alarms.raise(
                stores,
                AlarmSeverity.WARNING,
                ObjectKind.SERVER,
                server.toString(),
                CONTENT_DAMAGED,
                "Server "
                        + server
                        + " found damaged content and withdrew it, "
                        + report.path()
                        + " first: "
                        + report.detail()
                        + "; it is filled again. If this comes again, check its disk");
    }
}
