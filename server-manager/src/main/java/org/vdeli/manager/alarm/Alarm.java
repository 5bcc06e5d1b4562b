package org.vdeli.manager.alarm;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;

/// Something that is wrong. While it is open, there is no other with the same kind, object and
/// code.
///
/// @param object id or name of what it is about
/// @param code what is wrong, such as `server-silent`
/// @param text for people
public record Alarm(
        AlarmId id,
        AlarmSeverity severity,
        AlarmState state,
        ObjectKind kind,
        String object,
        String code,
        String text,
        Instant raisedAt,
        Optional<Instant> clearedAt,
        Optional<String> acknowledgedBy,
        Optional<String> comment) {
    public boolean isOpen() {
        return state != AlarmState.CLEARED;
    }

    /// The same alarm, acknowledged by an operator.
    public Alarm acknowledged(String operator, Optional<String> words) {
        return new Alarm(
                id,
                severity,
                AlarmState.ACKNOWLEDGED,
                kind,
                object,
                code,
                text,
                raisedAt,
                clearedAt,
                Optional.of(operator),
                words);
    }

    /// The same alarm in newer words.
    public Alarm reworded(String words) {
        return new Alarm(
                id,
                severity,
                state,
                kind,
                object,
                code,
                words,
                raisedAt,
                clearedAt,
                acknowledgedBy,
                comment);
    }

    /// The same alarm, over.
    public Alarm cleared(Instant at) {
        return new Alarm(
                id,
                severity,
                AlarmState.CLEARED,
                kind,
                object,
                code,
                text,
                raisedAt,
                Optional.of(at),
                acknowledgedBy,
                comment);
    }
}
