package org.vdeli.manager.audit;

import java.util.List;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.Route;

/// `/api/v1/audit`: who changed what.
public final class AuditApi {
    private static final Listing<AuditEntries.Order> LISTING =
            Listing.byLast(AuditEntries.Order.AT)
                    .filter("actor", "name of who did it")
                    .filter("action", "such as create, update, delete, login")
                    .filter("kind", "kind of the object, such as server")
                    .filter("object", "id or name of the object")
                    .filter("from", "begin of the time")
                    .filter("to", "end of the time");

    private final Edits edits;

    public AuditApi(Edits edits) {
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/audit", Access.ADMIN, "List who changed what")
                        .query(LISTING.parameters())
                        .pages(AuditView.class, this::list));
    }

    private static AuditView view(AuditEntry entry) {
        return new AuditView(
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.kind(),
                entry.object(),
                entry.before(),
                entry.after());
    }

    private Page<AuditView> list(Call call) {
        AuditEntries.Filter filter =
                new AuditEntries.Filter(
                        call.query("actor"),
                        call.query("action"),
                        call.query("kind", ObjectKind.class),
                        call.query("object"),
                        call.queryInstant("from"),
                        call.queryInstant("to"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.audit().page(filter, paging)),
                                AuditApi::view));
    }
}
