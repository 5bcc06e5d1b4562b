package org.vdeli.manager.audit.jpa;

import java.util.List;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.audit.AuditEntry;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;

/// The audit trail in MariaDB.
public final class JpaAuditEntries implements AuditEntries {
    private final StatelessSession session;

    public JpaAuditEntries(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(AuditEntryRow.class);
    }

    @Override
    public void add(AuditEntry entry) {
        session.insert(AuditEntryRow.of(entry));
    }

    @Override
    public Page<AuditEntry> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case AT -> "at";
                };
        return new ListQuery<>(session, AuditEntryRow.class)
                .where("actor", "r.actor = :actor", filter.actor())
                .where("action", "r.action = :action", filter.action())
                .where("kind", "r.kind = :kind", filter.kind())
                .where("object", "r.object = :object", filter.object())
                .where("begin", "r.at >= :begin", filter.from())
                .where("end", "r.at < :end", filter.to())
                .page(paging, column, "id", AuditEntryRow::toEntry);
    }
}
