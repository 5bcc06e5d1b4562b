package org.vdeli.contracts.id;

/// An idempotent order to one worker.
///
/// @param value positive, see [Id]
public record JobId(long value) implements Id {
    public JobId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static JobId of(String text) {
        return new JobId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
