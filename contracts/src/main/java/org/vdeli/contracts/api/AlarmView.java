package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AlarmId;

/// Something that is wrong.
///
/// @param object id or name of what it is about
public record AlarmView(
        AlarmId id,
        AlarmSeverity severity,
        AlarmState state,
        ObjectKind kind,
        String object,
        String text,
        Instant raisedAt,
        Optional<Instant> clearedAt,
        Optional<String> acknowledgedBy,
        Optional<String> comment) {}
