package org.vdeli.manager.alarm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.database.Paging;

/// The alarms, open and cleared.
public interface Alarms {
    Optional<Alarm> find(AlarmId id);

    /// The alarm, locked until the transaction ends: read it so before it is changed.
    Optional<Alarm> lock(AlarmId id);

    /// The open alarm of an object and code, locked until the transaction ends.
    Optional<Alarm> lockOpen(ObjectKind kind, String object, String code);

    /// All open ones, newest first.
    List<Alarm> allOpen();

    Page<Alarm> page(Filter filter, Paging<Order> paging);

    /// Stores it unless the same kind, object and code has an open one already; says whether it
    /// did.
    boolean addIfAbsent(Alarm alarm);

    void update(Alarm alarm);

    /// Which ones to list.
    ///
    /// @param states any when empty
    record Filter(
            Set<AlarmState> states,
            Optional<AlarmSeverity> severity,
            Optional<ObjectKind> kind,
            Optional<String> object) {
        public static final Filter ANY =
                new Filter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

        public Filter {
            states = Set.copyOf(states);
        }
    }

    enum Order {
        RAISED_AT,
        SEVERITY
    }
}
