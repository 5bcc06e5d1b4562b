package org.vdeli.contracts.id;

/// What an operator says of a network of clients.
///
/// @param value positive, see [Id]
public record NetworkPrefixId(long value) implements Id {
    public NetworkPrefixId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static NetworkPrefixId of(String text) {
        return new NetworkPrefixId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
