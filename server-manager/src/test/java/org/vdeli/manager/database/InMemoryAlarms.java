package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.Alarms;

/// The alarms in memory.
record InMemoryAlarms(InMemoryStores stores) implements Alarms {

    @Override
    public Optional<Alarm> find(AlarmId id) {
        return stores.alarmRows.find(id.value());
    }

    @Override
    public Optional<Alarm> lock(AlarmId id) {
        return find(id);
    }

    @Override
    public Optional<Alarm> lockOpen(ObjectKind kind, String object, String code) {
        return allOpen().stream()
                .filter(row ->
                        row.kind() == kind
                                && row.object().equals(object)
                                && row.code().equals(code))
                .findFirst();
    }

    @Override
    public List<Alarm> allOpen() {
        return stores.alarmRows
                .all()
                .filter(Alarm::isOpen)
                .sorted(
                        Comparator.comparing(Alarm::raisedAt)
                                .thenComparingLong(row -> row.id().value())
                                .reversed())
                .toList();
    }

    @Override
    public boolean addIfAbsent(Alarm alarm) {
        if (lockOpen(alarm.kind(), alarm.object(), alarm.code()).isPresent()) {
            return false;
        }
        stores.alarmRows.add(alarm);
        return true;
    }

    @Override
    public void update(Alarm changed) {
        stores.alarmRows.update(changed);
    }

    @Override
    public Page<Alarm> page(Filter filter, Paging<Order> paging) {
        Comparator<Alarm> order =
                switch (paging.order()) {
                    case RAISED_AT -> Comparator.comparing(Alarm::raisedAt);
                    case SEVERITY -> Comparator.comparing(row -> row.severity().name());
                };
        return InMemoryTable.page(
                stores.alarmRows
                        .all()
                        .filter(row -> InMemoryTable.in(filter.states(), row.state()))
                        .filter(row -> InMemoryTable.is(filter.severity(), row.severity()))
                        .filter(row -> InMemoryTable.is(filter.kind(), row.kind()))
                        .filter(row -> InMemoryTable.is(filter.object(), row.object())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }
}
