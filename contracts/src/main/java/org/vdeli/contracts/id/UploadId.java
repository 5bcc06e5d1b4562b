package org.vdeli.contracts.id;

/// Bytes that a publisher sent and that are not yet accepted.
///
/// @param value positive, see [Id]
public record UploadId(long value) implements Id {
    public UploadId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static UploadId of(String text) {
        return new UploadId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
