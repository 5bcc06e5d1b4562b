package org.vdeli.manager.routing;

import java.util.List;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.RouterTokenDraft;
import org.vdeli.contracts.api.RouterTokenView;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.BearerTokens;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;

/// `/api/v1/router-tokens`. A token is shown once, in the answer that makes it; lists and the audit
/// trail show its SHA-256, by which it can be revoked. It opens what routers read, and nothing
/// else.
public final class RouterTokensApi {
    private static final String PATH = "/api/v1/router-tokens";

    private static final Rules<RouterTokenDraft> RULES =
            Rules.of(RouterTokenDraft.class)
                    .that("name", String.class, TextRules::isTitle, TextRules.TITLE);

    private static final Listing<RouterTokens.Order> LISTING =
            Listing.byLast(RouterTokens.Order.CREATED_AT);

    private final Edits edits;

    public RouterTokensApi(Edits edits) {
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.ADMIN, "List the credentials of routers, by their SHA-256")
                        .query(LISTING.parameters())
                        .pages(RouterTokenView.class, this::list),
                Route.post(PATH, Access.ADMIN, "Make a credential of routers; shown only here")
                        .takes(RULES)
                        .creates(RouterTokenView.class, this::create),
                Route.delete(PATH + "/{token}", Access.ADMIN, "Revoke one, by its SHA-256")
                        .ends(this::delete));
    }

    private static RouterTokenView view(RouterToken token) {
        return new RouterTokenView(token.tokenHash().hex(), token.name(), token.createdAt());
    }

    private Page<RouterTokenView> list(Call call) {
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.routerTokens().page(paging)),
                                RouterTokensApi::view));
    }

    private RouterTokenView create(Call call, RouterTokenDraft draft) {
        String secret = BearerTokens.random();
        RouterToken token =
                new RouterToken(BearerTokens.hash(secret), draft.name(), edits.clock().instant());
        edits.create(
                call,
                ObjectKind.ROUTER_TOKEN,
                RouterTokenView::token,
                stores -> {
                    stores.routerTokens().add(token);
                    return view(token);
                });
        return new RouterTokenView(secret, token.name(), token.createdAt());
    }

    private void delete(Call call) {
        Checksum hash = call.id("token", Checksum::of);
        edits.delete(
                call,
                ObjectKind.ROUTER_TOKEN,
                hash,
                stores -> {
                    RouterToken token =
                            Edits.require("router token", hash, stores.routerTokens().find(hash));
                    stores.routerTokens().remove(hash);
                    return view(token);
                });
    }
}
