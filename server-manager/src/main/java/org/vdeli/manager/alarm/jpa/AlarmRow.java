package org.vdeli.manager.alarm.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.alarm.Alarm;

@Entity
@Table(name = "alarms")
final class AlarmRow {
    @Id long id;

    @Enumerated(EnumType.STRING)
    AlarmSeverity severity = AlarmSeverity.WARNING;

    @Enumerated(EnumType.STRING)
    AlarmState state = AlarmState.RAISED;

    @Enumerated(EnumType.STRING)
    ObjectKind kind = ObjectKind.MANAGER;

    String object = "";
    String code = "";
    String text = "";
    Instant raisedAt = Instant.EPOCH;
    @Nullable Instant clearedAt;
    @Nullable String acknowledgedBy;
    @Nullable String comment;
    @Nullable String openKey;

    AlarmRow() {}

    static AlarmRow of(Alarm alarm) {
        AlarmRow row = new AlarmRow();
        row.id = alarm.id().value();
        row.severity = alarm.severity();
        row.state = alarm.state();
        row.kind = alarm.kind();
        row.object = alarm.object();
        row.code = alarm.code();
        row.text = alarm.text();
        row.raisedAt = alarm.raisedAt();
        row.clearedAt = alarm.clearedAt().orElse(null);
        row.acknowledgedBy = alarm.acknowledgedBy().orElse(null);
        row.comment = alarm.comment().orElse(null);
        row.openKey = alarm.isOpen() ? openKeyOf(alarm.kind(), alarm.object(), alarm.code()) : null;
        return row;
    }

    static String openKeyOf(ObjectKind kind, String object, String code) {
        return kind + ":" + code + ":" + object;
    }

    Alarm toAlarm() {
        return new Alarm(
                new AlarmId(id),
                severity,
                state,
                kind,
                object,
                code,
                text,
                raisedAt,
                Optional.ofNullable(clearedAt),
                Optional.ofNullable(acknowledgedBy),
                Optional.ofNullable(comment));
    }
}
