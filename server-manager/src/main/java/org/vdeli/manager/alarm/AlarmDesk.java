package org.vdeli.manager.alarm;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Raises and clears alarms. What is raised already is not raised again; what is not open is not
/// cleared.
///
/// Raising within a transaction returns what to tell; tell it after the commit.
public final class AlarmDesk {
    private static final Logger log = LoggerFactory.getLogger(AlarmDesk.class);

    private final Transactions transactions;
    private final IdMint ids;
    private final InstantSource time;
    private final Changes changes;

    public AlarmDesk(Transactions transactions, IdMint ids, InstantSource time, Changes changes) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.changes = changes;
    }

    /// What a transaction raised and cleared. Empty it at the begin of each run of the transaction.
    public static final class Told {
        private final List<Alarm> alarms = new ArrayList<>();

        public void raise(Optional<Alarm> alarm) {
            alarm.ifPresent(alarms::add);
        }

        public void clear(Optional<Alarm> alarm) {
            alarm.ifPresent(alarms::add);
        }

        /// Forgets all, because the transaction begins anew.
        public void clear() {
            alarms.clear();
        }
    }

    /// Raises an alarm within a transaction, if it is not open already.
    public Optional<Alarm> raise(
            Stores stores,
            AlarmSeverity severity,
            ObjectKind kind,
            String object,
            String code,
            String text) {
        Alarm alarm =
                new Alarm(
                        new AlarmId(ids.next()),
                        severity,
                        AlarmState.RAISED,
                        kind,
                        object,
                        code,
                        text,
                        time.instant(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return stores.alarms().addIfAbsent(alarm) ? Optional.of(alarm) : Optional.empty();
    }

    /// As [#raise(Stores, AlarmSeverity, ObjectKind, String, String, String)], but an alarm that is
    /// open already gets the newer text and stays as it is otherwise.
    public Optional<Alarm> raiseOrReword(
            Stores stores,
            AlarmSeverity severity,
            ObjectKind kind,
            String object,
            String code,
            String text) {
        Optional<Alarm> open = stores.alarms().lockOpen(kind, object, code);
        if (open.isEmpty()) {
            return raise(stores, severity, kind, object, code, text);
        }
        if (open.get().text().equals(text)) {
            return Optional.empty();
        }
        Alarm reworded = open.get().reworded(text);
        stores.alarms().update(reworded);
        return Optional.of(reworded);
    }

    /// Clears an alarm within a transaction, if it is open.
    public Optional<Alarm> clear(Stores stores, ObjectKind kind, String object, String code) {
        Optional<Alarm> open = stores.alarms().lockOpen(kind, object, code);
        return open.map(alarm -> {
            Alarm cleared = alarm.cleared(time.instant());
            stores.alarms().update(cleared);
            return cleared;
        });
    }

    /// Raises an alarm in a transaction of its own.
    public void raise(
            AlarmSeverity severity, ObjectKind kind, String object, String code, String text) {
        Told told = new Told();
        transactions.change(stores -> {
            told.clear();
            told.raise(raise(stores, severity, kind, object, code, text));
        });
        tell(told);
    }

    /// Clears an alarm in a transaction of its own.
    public void clear(ObjectKind kind, String object, String code) {
        Told told = new Told();
        transactions.change(stores -> {
            told.clear();
            told.clear(clear(stores, kind, object, code));
        });
        tell(told);
    }

    /// Tells what a transaction raised and cleared, after its commit.
    public void tell(Told told) {
        if (told.alarms.isEmpty()) {
            return;
        }
        for (Alarm alarm : told.alarms) {
            log.warn(
                    "event={} kind={} object={} code={} text={}",
                    alarm.isOpen() ? "alarm-raised" : "alarm-cleared",
                    alarm.kind(),
                    alarm.object(),
                    alarm.code(),
                    alarm.text());
        }
        changes.alarmsChanged(told.alarms.stream().map(Alarm::id).toList());
    }
}
