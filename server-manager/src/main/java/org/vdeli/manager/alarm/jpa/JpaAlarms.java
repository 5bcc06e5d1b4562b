package org.vdeli.manager.alarm.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.Alarms;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;

/// The alarms in MariaDB.
public final class JpaAlarms implements Alarms {
    private final StatelessSession session;

    public JpaAlarms(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(AlarmRow.class);
    }

    @Override
    public Optional<Alarm> find(AlarmId id) {
        return Optional.ofNullable(session.get(AlarmRow.class, id.value())).map(AlarmRow::toAlarm);
    }

    @Override
    public Optional<Alarm> lock(AlarmId id) {
        return Optional.ofNullable(
                        session.get(AlarmRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(AlarmRow::toAlarm);
    }

    @Override
    public Optional<Alarm> lockOpen(ObjectKind kind, String object, String code) {
        return openRow(AlarmRow.openKeyOf(kind, object, code)).map(AlarmRow::toAlarm);
    }

    @Override
    public List<Alarm> allOpen() {
        return session
                .createSelectionQuery(
                        "from AlarmRow where openKey is not null order by raisedAt desc, id desc",
                        AlarmRow.class)
                .getResultList()
                .stream()
                .map(AlarmRow::toAlarm)
                .toList();
    }

    @Override
    public Page<Alarm> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case RAISED_AT -> "raisedAt";
                    case SEVERITY -> "severity";
                };
        return new ListQuery<>(session, AlarmRow.class)
                .whereIn("state", filter.states())
                .where("severity", "r.severity = :severity", filter.severity())
                .where("kind", "r.kind = :kind", filter.kind())
                .where("object", "r.object = :object", filter.object())
                .page(paging, column, "id", AlarmRow::toAlarm);
    }

    @Override
    public boolean addIfAbsent(Alarm alarm) {
        AlarmRow row = AlarmRow.of(alarm);
        return session.createNativeMutationQuery(
                                "INSERT IGNORE INTO alarms (id, severity, state, kind, object, code, text,"
                                        + " raised_at, open_key) VALUES (:id, :severity, :state,"
                                        + " :kind, :object, :code, :text, :raisedAt, :openKey)")
                        .setParameter("id", row.id)
                        .setParameter("severity", row.severity.name())
                        .setParameter("state", row.state.name())
                        .setParameter("kind", row.kind.name())
                        .setParameter("object", row.object)
                        .setParameter("code", row.code)
                        .setParameter("text", row.text)
                        .setParameter("raisedAt", Columns.utc(row.raisedAt))
                        .setParameter("openKey", row.openKey)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void update(Alarm alarm) {
        session.update(AlarmRow.of(alarm));
    }

    private Optional<AlarmRow> openRow(String key) {
        return session.createSelectionQuery("from AlarmRow where openKey = :key", AlarmRow.class)
                .setParameter("key", key)
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .uniqueResultOptional();
    }
}
