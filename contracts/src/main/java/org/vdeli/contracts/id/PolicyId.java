package org.vdeli.contracts.id;

/// A delivery policy of a project in a region.
///
/// @param value positive, see [Id]
public record PolicyId(long value) implements Id {
    public PolicyId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static PolicyId of(String text) {
        return new PolicyId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
