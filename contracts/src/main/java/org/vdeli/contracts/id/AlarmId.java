package org.vdeli.contracts.id;

/// A raised alarm.
///
/// @param value positive, see [Id]
public record AlarmId(long value) implements Id {
    public AlarmId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static AlarmId of(String text) {
        return new AlarmId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
