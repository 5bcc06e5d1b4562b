package org.vdeli.contracts.id;

/// One manager of those on one database; it stays the same over restarts.
///
/// @param value positive, see [Id]
public record ManagerId(long value) implements Id {
    public ManagerId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static ManagerId of(String text) {
        return new ManagerId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
