package org.vdeli.manager.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Ends the alarms of servers whose cause is gone: a disk that is full or too small when no open
/// job there ended so in its last attempt, damaged content when no fill is open there. One small
/// file that still had room does not end the alarm that a large one has none.
public final class ServerTroubles {
    /// Which end of a job keeps which alarm open.
    private static final Map<String, Report.Reason> ENDS =
            Map.of(
                    Confirmations.DISK_FULL, Report.Reason.DISK_FULL,
                    Confirmations.HANDOVER_BLOCKED, Report.Reason.DISK_FULL,
                    Confirmations.DISK_TOO_SMALL, Report.Reason.TOO_LARGE);

    private final Transactions transactions;
    private final AlarmDesk alarms;

    public ServerTroubles(Transactions transactions, AlarmDesk alarms) {
        this.transactions = transactions;
        this.alarms = alarms;
    }

    /// One turn; call it every few seconds, from one thread.
    public void turn() {
        List<Alarm> over =
                transactions.read(stores ->
                        stores.alarms().allOpen().stream()
                                .filter(alarm ->
                                        alarm.kind() == ObjectKind.SERVER
                                                && (ENDS.containsKey(alarm.code())
                                                        || isOfDamage(alarm)))
                                .filter(alarm -> !lasts(stores, alarm))
                                .toList());
        over.forEach(alarm -> alarms.clear(alarm.kind(), alarm.object(), alarm.code()));
    }

    private static boolean lasts(Stores stores, Alarm alarm) {
        return stores.jobs().openOfServer(ServerId.of(alarm.object())).stream()
                .filter(job -> job.kind() == JobKind.FILL)
                .anyMatch(job ->
                        isOfDamage(alarm)
                                || job.ended().equals(Optional.ofNullable(ENDS.get(alarm.code()))));
    }

    private static boolean isOfDamage(Alarm alarm) {
        return alarm.code().equals(Losses.CONTENT_DAMAGED);
    }
}
