package org.vdeli.manager.dispatch;

import java.util.List;
import java.util.Set;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.UnknownContentView;
import org.vdeli.contracts.api.UnknownPurgeDraft;
import org.vdeli.contracts.api.UnknownPurgeView;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.asset.UnknownContents;

/// `/api/v1/unknown-contents`: what edge servers hold and the database does not know, and the order
/// to remove it.
public final class UnknownContentsApi {
    private static final String PATH = "/api/v1/unknown-contents";

    private static final Rules<UnknownPurgeDraft> RULES =
            Rules.of(UnknownPurgeDraft.class)
                    .that(
                            "assets",
                            Set.class,
                            assets -> !assets.isEmpty() && assets.size() <= PurgeDraft.MAX_ASSETS,
                            "must be 1 to " + PurgeDraft.MAX_ASSETS + " assets");

    private static final Listing<UnknownContents.Order> LISTING =
            Listing.by(UnknownContents.Order.PATH);

    private final Edits edits;
    private final KeptAside keptAside;

    public UnknownContentsApi(Edits edits, KeptAside keptAside) {
        this.edits = edits;
        this.keptAside = keptAside;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                                PATH,
                                Access.VIEWER,
                                "List what servers hold and the database does not know")
                        .query(LISTING.parameters())
                        .pages(UnknownContentView.class, this::list),
                Route.post(
                                PATH + "/purge",
                                Access.OPERATOR,
                                "Remove what the database does not know, without waiting")
                        .takes(RULES)
                        .answers(UnknownPurgeView.class, this::purge));
    }

    private Page<UnknownContentView> list(Call call) {
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.unknownContents().page(paging)),
                                UnknownContentsApi::view));
    }

    private static UnknownContentView view(UnknownContents.Copies copies) {
        return new UnknownContentView(
                copies.asset(),
                copies.path(),
                copies.version(),
                copies.size(),
                copies.checksum(),
                copies.servers(),
                copies.since(),
                copies.purgeFrom());
    }

    private UnknownPurgeView purge(Call call, UnknownPurgeDraft draft) {
        if (draft.assets().isPresent() == draft.meansAll()) {
            throw ProblemException.invalid("assets", "give either assets or all");
        }
        return new UnknownPurgeView(
                (long)
                        keptAside.confirm(
                                draft.assets(),
                                stores ->
                                        edits.did(
                                                call,
                                                stores,
                                                "purge",
                                                ObjectKind.MANAGER,
                                                "unknown-contents",
                                                draft)));
    }
}
