package org.vdeli.contracts.id;

/// A publisher's group of assets under one policy.
///
/// @param value positive, see [Id]
public record ProjectId(long value) implements Id {
    public ProjectId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static ProjectId of(String text) {
        return new ProjectId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
