package org.vdeli.contracts.id;

/// A publisher: who uploads.
///
/// @param value positive, see [Id]
public record PublisherId(long value) implements Id {
    public PublisherId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static PublisherId of(String text) {
        return new PublisherId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
