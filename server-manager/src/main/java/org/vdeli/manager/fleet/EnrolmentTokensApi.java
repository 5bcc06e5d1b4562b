package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.EnrolmentTokenView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.BearerTokens;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.database.Stores;

/// `/api/v1/enrolment-tokens`. A token is shown once, in the answer that makes it; lists and the
/// audit trail show its SHA-256, by which it can be deleted.
public final class EnrolmentTokensApi {
    private static final String PATH = "/api/v1/enrolment-tokens";
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Rules<EnrolmentTokenDraft> RULES =
            Rules.of(EnrolmentTokenDraft.class)
                    .that("serverName", String.class, ServersApi::isName, ServersApi.NAME)
                    .that(
                            "validFor",
                            Duration.class,
                            time -> time.isPositive() && time.compareTo(LONGEST) <= 0,
                            "must be longer than nothing and at most 30 days");

    private static final Listing<EnrolmentTokens.Order> LISTING =
            Listing.byLast(EnrolmentTokens.Order.CREATED_AT);

    private final Edits edits;

    public EnrolmentTokensApi(Edits edits) {
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.OPERATOR, "List enrolment tokens, by their SHA-256")
                        .query(LISTING.parameters())
                        .pages(EnrolmentTokenView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Make an enrolment token; it is shown only here")
                        .takes(RULES)
                        .creates(EnrolmentTokenView.class, this::create),
                Route.delete(PATH + "/{token}", Access.OPERATOR, "Revoke a token, by its SHA-256")
                        .ends(this::delete));
    }

    private static EnrolmentTokenView view(String shown, EnrolmentToken token) {
        return new EnrolmentTokenView(
                shown,
                token.serverName(),
                token.cluster(),
                token.expiresAt(),
                token.usedBy(),
                Optional.of(token.role()));
    }

    private static EnrolmentTokenView view(EnrolmentToken token) {
        return view(token.tokenHash().hex(), token);
    }

    private Page<EnrolmentTokenView> list(Call call) {
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.enrolmentTokens().page(paging)),
                                EnrolmentTokensApi::view));
    }

    private EnrolmentTokenView create(Call call, EnrolmentTokenDraft draft) {
        String secret = BearerTokens.random();
        Instant now = edits.clock().instant();
        EnrolmentTokenView made =
                edits.create(
                        call,
                        ObjectKind.ENROLMENT_TOKEN,
                        EnrolmentTokenView::token,
                        stores -> view(add(stores, draft, secret, now)));
        return new EnrolmentTokenView(
                secret,
                made.serverName(),
                made.cluster(),
                made.expiresAt(),
                made.usedBy(),
                made.role());
    }

    private static EnrolmentToken add(
            Stores stores, EnrolmentTokenDraft draft, String secret, Instant now) {
        draft.cluster().ifPresent(id -> Edits.refer("cluster", id, stores.clusters().find(id)));
        stores.enrolmentTokens().removeExpired(now);
        EnrolmentToken token =
                new EnrolmentToken(
                        BearerTokens.hash(secret),
                        draft.serverName(),
                        draft.cluster(),
                        now,
                        now.plus(draft.validFor()),
                        Optional.empty(),
                        draft.role().orElse(ServerRole.EDGE));
        stores.enrolmentTokens().add(token);
        return token;
    }

    private void delete(Call call) {
        Checksum hash = call.id("token", Checksum::of);
        edits.delete(
                call,
                ObjectKind.ENROLMENT_TOKEN,
                hash,
                stores -> {
                    EnrolmentToken token =
                            Edits.require(
                                    "enrolment token", hash, stores.enrolmentTokens().find(hash));
                    stores.enrolmentTokens().remove(hash);
                    return view(token);
                });
    }
}
