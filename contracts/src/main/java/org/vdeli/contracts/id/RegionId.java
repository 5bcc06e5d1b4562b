package org.vdeli.contracts.id;

/// A group of clusters, the unit of policy.
///
/// @param value positive, see [Id]
public record RegionId(long value) implements Id {
    public RegionId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static RegionId of(String text) {
        return new RegionId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
