package org.vdeli.contracts.id;

/// An edge server or an origin; also names its broker queue and user.
///
/// @param value positive, see [Id]
public record ServerId(long value) implements Id {
    public ServerId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static ServerId of(String text) {
        return new ServerId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
