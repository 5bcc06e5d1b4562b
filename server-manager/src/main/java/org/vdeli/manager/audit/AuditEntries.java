package org.vdeli.manager.audit;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.database.Paging;

/// The audit trail.
public interface AuditEntries {
    void add(AuditEntry entry);

    Page<AuditEntry> page(Filter filter, Paging<Order> paging);

    /// Which ones to list.
    ///
    /// @param from,to begin (inclusive) and end (exclusive) of the time of the entries
    record Filter(
            Optional<String> actor,
            Optional<String> action,
            Optional<ObjectKind> kind,
            Optional<String> object,
            Optional<Instant> from,
            Optional<Instant> to) {
        public static final Filter ANY =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    enum Order {
        AT
    }
}
