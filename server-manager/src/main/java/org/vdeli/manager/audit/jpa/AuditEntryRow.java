package org.vdeli.manager.audit.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AuditId;
import org.vdeli.manager.audit.AuditEntry;

@Entity
@Table(name = "audit_entries")
final class AuditEntryRow {
    @Id long id;
    Instant at = Instant.EPOCH;
    String actor = "";
    String action = "";

    @Enumerated(EnumType.STRING)
    ObjectKind kind = ObjectKind.MANAGER;

    String object = "";
    @Nullable String jsonBefore;
    @Nullable String jsonAfter;

    AuditEntryRow() {}

    static AuditEntryRow of(AuditEntry entry) {
        AuditEntryRow row = new AuditEntryRow();
        row.id = entry.id().value();
        row.at = entry.at();
        row.actor = entry.actor();
        row.action = entry.action();
        row.kind = entry.kind();
        row.object = entry.object();
        row.jsonBefore = entry.before().orElse(null);
        row.jsonAfter = entry.after().orElse(null);
        return row;
    }

    AuditEntry toEntry() {
        return new AuditEntry(
                new AuditId(id),
                at,
                actor,
                action,
                kind,
                object,
                Optional.ofNullable(jsonBefore),
                Optional.ofNullable(jsonAfter));
    }
}
