package org.vdeli.manager.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.origin.OriginHolder;

/// Watches the other managers. What one that died had begun to plan is planned here; that it is
/// away is an alarm, which says what waits for it.
public final class ManagerWatch {
    static final String MANAGER_SILENT = "manager-silent";

    /// A restart takes some ten seconds, and is no alarm.
    static final Duration ALARM_AFTER = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(ManagerWatch.class);

    private final Transactions transactions;
    private final ManagerId self;
    private final AlarmDesk alarms;
    private final InstantSource time;
    private final Runnable died;
    private final Set<ManagerId> dead = new HashSet<>();

    /// @param died called when a manager was found dead that had lived
    public ManagerWatch(
            Transactions transactions,
            ManagerId self,
            AlarmDesk alarms,
            InstantSource time,
            Runnable died) {
        this.transactions = transactions;
        this.self = self;
        this.alarms = alarms;
        this.time = time;
        this.died = died;
    }

    private record Found(List<ManagerNode> managers, List<Alarm> open) {}

    /// One turn; call it every few seconds, from one thread.
    public void turn() {
        Instant now = time.instant();
        Found found =
                transactions.read(stores ->
                        new Found(
                                stores.managers().all(),
                                stores.alarms().allOpen().stream()
                                        .filter(alarm -> alarm.code().equals(MANAGER_SILENT))
                                        .toList()));
        Map<String, ManagerNode> managers =
                found.managers().stream()
                        .collect(Collectors.toMap(n -> n.id().toString(), Function.identity()));
        for (ManagerNode node : found.managers()) {
            if (!node.id().equals(self)) {
                watch(node, now);
            }
        }
        for (Alarm alarm : found.open()) {
            ManagerNode node = managers.get(alarm.object());
            if (node == null || node.lives(now)) {
                alarms.clear(ObjectKind.MANAGER, alarm.object(), MANAGER_SILENT);
            }
        }
        Set<String> silent =
                found.open().stream().map(Alarm::object).collect(Collectors.toUnmodifiableSet());
        found.managers().stream()
                .filter(node -> !node.lastSeen().plus(ALARM_AFTER).isAfter(now))
                .filter(node -> !silent.contains(node.id().toString()))
                .forEach(this::raise);
    }

    private void watch(ManagerNode node, Instant now) {
        if (node.lives(now)) {
            if (dead.remove(node.id())) {
                log.info("event=manager-back manager={} name={}", node.id(), node.name());
            }
        } else if (dead.add(node.id())) {
            log.warn(
                    "event=manager-silent manager={} name={} last-seen={}",
                    node.id(),
                    node.name(),
                    node.lastSeen());
            died.run();
        }
    }

    private void raise(ManagerNode node) {
        long uploads = transactions.<Long>read(stores -> stores.uploads().waitingFor(node.id()));
        long contents =
                transactions.<Long>read(
                        stores -> stores.originCopies().count(OriginHolder.of(node.id())));
        alarms.raise(
                AlarmSeverity.CRITICAL,
                ObjectKind.MANAGER,
                node.id().toString(),
                MANAGER_SILENT,
                "The manager "
                        + node.name()
                        + " at "
                        + node.url()
                        + " has not been seen for "
                        + ALARM_AFTER.toSeconds()
                        + " seconds. "
                        + uploads
                        + (uploads == 1 ? " upload waits" : " uploads wait")
                        + " for it, and "
                        + contents
                        + (contents == 1 ? " content is" : " contents are")
                        + " in its origin store: start it again");
    }
}
