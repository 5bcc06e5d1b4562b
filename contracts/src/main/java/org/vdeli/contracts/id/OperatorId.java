package org.vdeli.contracts.id;

/// A person who works at the console.
///
/// @param value positive, see [Id]
public record OperatorId(long value) implements Id {
    public OperatorId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static OperatorId of(String text) {
        return new OperatorId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
