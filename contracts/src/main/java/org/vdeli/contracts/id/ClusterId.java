package org.vdeli.contracts.id;

/// Edge servers on one LAN.
///
/// @param value positive, see [Id]
public record ClusterId(long value) implements Id {
    public ClusterId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static ClusterId of(String text) {
        return new ClusterId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
