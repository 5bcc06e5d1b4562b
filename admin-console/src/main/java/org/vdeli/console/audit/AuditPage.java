package org.vdeli.console.audit;

import java.util.List;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.Page;

/// One page of the trail.
///
/// @param page from 1
/// @param total entries over all pages
public record AuditPage(List<AuditView> entries, int page, long total) {
    static final int SIZE = 100;
    static final AuditPage NONE = new AuditPage(List.of(), 1, 0);

    public AuditPage {
        entries = List.copyOf(entries);
    }

    static AuditPage of(Page<AuditView> page) {
        return new AuditPage(page.items(), page.page(), page.total());
    }

    /// At least 1.
    public int pages() {
        return Math.max(1, Math.toIntExact(Math.ceilDiv(total, (long) SIZE)));
    }

    public long first() {
        return entries.isEmpty() ? 0 : (page - 1L) * SIZE + 1;
    }

    public long last() {
        return entries.isEmpty() ? 0 : first() + entries.size() - 1;
    }
}
