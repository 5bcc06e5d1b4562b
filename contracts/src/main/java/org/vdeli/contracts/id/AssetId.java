package org.vdeli.contracts.id;

/// An accepted, immutable video: one version of one path.
///
/// @param value positive, see [Id]
public record AssetId(long value) implements Id {
    public AssetId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static AssetId of(String text) {
        return new AssetId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
