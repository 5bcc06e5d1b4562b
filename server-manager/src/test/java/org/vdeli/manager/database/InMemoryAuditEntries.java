package org.vdeli.manager.database;

import java.util.Comparator;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.audit.AuditEntry;

/// The audit trail in memory.
record InMemoryAuditEntries(InMemoryStores stores) implements AuditEntries {

    @Override
    public void add(AuditEntry added) {
        stores.auditRows.add(added);
    }

    @Override
    public Page<AuditEntry> page(Filter filter, Paging<Order> paging) {
        Comparator<AuditEntry> order =
                switch (paging.order()) {
                    case AT -> Comparator.comparing(AuditEntry::at);
                };
        return InMemoryTable.page(
                stores.auditRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.actor(), row.actor()))
                        .filter(row -> InMemoryTable.is(filter.action(), row.action()))
                        .filter(row -> InMemoryTable.is(filter.kind(), row.kind()))
                        .filter(row -> InMemoryTable.is(filter.object(), row.object()))
                        .filter(row ->
                                filter.from().isEmpty() || !row.at().isBefore(filter.from().get()))
                        .filter(row ->
                                filter.to().isEmpty() || row.at().isBefore(filter.to().get())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }
}
