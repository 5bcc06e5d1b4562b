package org.vdeli.console.audit;

import java.util.List;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.Page;

/// The calls of the manager's REST interface about the audit trail.
///
/// @param link may be signed out: its refusals say so
public record ManagerAudit(ManagerLink link) implements AuditModel.Asking {
    private static final String PATH = "/api/v1/audit";

    @Override
    public Answer<Page<AuditView>> page(String query) {
        return link.page(PATH + "?" + query, AuditView.class);
    }

    @Override
    public Answer<List<AuditView>> all(String query) {
        return link.list(query.isEmpty() ? PATH : PATH + "?" + query, AuditView.class);
    }
}
