package org.vdeli.contracts.id;

/// An order to remove assets from servers, with all its receipts.
///
/// @param value positive, see [Id]
public record PurgeId(long value) implements Id {
    public PurgeId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static PurgeId of(String text) {
        return new PurgeId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
