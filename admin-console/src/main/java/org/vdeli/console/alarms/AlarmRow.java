package org.vdeli.console.alarms;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.World;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.ServerId;

/// One alarm at one moment.
///
/// @param object its name, where the mirror knows one
/// @param seconds since it was raised, by the manager's clock
public record AlarmRow(
        AlarmId id,
        AlarmSeverity severity,
        AlarmState state,
        ObjectKind kind,
        String object,
        String text,
        Instant raisedAt,
        long seconds,
        Optional<String> acknowledgedBy,
        Optional<String> comment,
        Optional<Instant> clearedAt) {

    /// Standing before cleared, unacknowledged before acknowledged, worse before bad, new before
    /// old.
    static final Comparator<AlarmRow> BY_URGENCY =
            Comparator.comparing(AlarmRow::state)
                    .thenComparing(AlarmRow::severity)
                    .thenComparing(Comparator.comparing(AlarmRow::raisedAt).reversed())
                    .thenComparingLong(row -> row.id().value());

    static AlarmRow of(World world, AlarmView alarm, Instant now) {
        return new AlarmRow(
                alarm.id(),
                alarm.severity(),
                alarm.state(),
                alarm.kind(),
                nameOf(world, alarm),
                alarm.text(),
                alarm.raisedAt(),
                Math.max(0, Duration.between(alarm.raisedAt(), world.managerTime(now)).toSeconds()),
                alarm.acknowledgedBy(),
                alarm.comment(),
                alarm.clearedAt());
    }

    private static String nameOf(World world, AlarmView alarm) {
        if (alarm.kind() != ObjectKind.SERVER) {
            return alarm.object();
        }
        try {
            @Nullable ServerView server = world.server(ServerId.of(alarm.object()));
            return server == null ? alarm.object() : server.name();
        } catch (IllegalArgumentException e) {
            return alarm.object();
        }
    }

    public boolean isCleared() {
        return state == AlarmState.CLEARED;
    }

    String searchText() {
        return object
                + " "
                + text
                + " "
                + severity
                + " "
                + state
                + " "
                + acknowledgedBy.orElse("")
                + " "
                + comment.orElse("");
    }
}
