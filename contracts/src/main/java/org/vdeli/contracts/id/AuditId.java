package org.vdeli.contracts.id;

/// One entry of the audit trail.
///
/// @param value positive, see [Id]
public record AuditId(long value) implements Id {
    public AuditId {
        Id.requirePositive(value);
    }

    /// Reads the text form; fails with [IllegalArgumentException] on anything else.
    public static AuditId of(String text) {
        return new AuditId(Id.parse(text));
    }

    @Override
    public String toString() {
        return Id.format(value);
    }
}
