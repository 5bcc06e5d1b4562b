package org.vdeli.manager.access;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.OperatorView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.database.Stores;

/// `/api/v1/operators`. There is always an admin who can log in: the last one cannot be removed,
/// disabled or given a lower role.
public final class OperatorsApi {
    private static final String PATH = "/api/v1/operators";
    private static final String ONE = PATH + "/{operator}";

    private static final Rules<OperatorDraft> RULES =
            Rules.of(OperatorDraft.class)
                    .that("name", String.class, TextRules::isName, TextRules.NAME)
                    .that("password", String.class, Passwords::isAcceptable, Passwords.ACCEPTABLE);

    private static final Listing<Operators.Order> LISTING =
            Listing.by(Operators.Order.NAME).filter("name", "part of the name, any case");

    private final Edits edits;
    private final Passwords passwords;
    private final Sessions sessions;

    public OperatorsApi(Edits edits, Passwords passwords, Sessions sessions) {
        this.edits = edits;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.ADMIN, "List operators")
                        .query(LISTING.parameters())
                        .pages(OperatorView.class, this::list),
                Route.post(PATH, Access.ADMIN, "Create an operator")
                        .takes(RULES)
                        .creates(OperatorView.class, this::create),
                Route.get(ONE, Access.ADMIN, "Show an operator")
                        .answers(OperatorView.class, this::show),
                Route.put(ONE, Access.ADMIN, "Change an operator")
                        .takes(RULES)
                        .answers(OperatorView.class, this::change),
                Route.delete(ONE, Access.ADMIN, "Delete an operator").ends(this::delete));
    }

    static OperatorView view(Operator operator) {
        return new OperatorView(
                operator.id(),
                operator.name(),
                operator.role(),
                operator.disabled(),
                operator.createdAt());
    }

    private Page<OperatorView> list(Call call) {
        Operators.Filter filter = new Operators.Filter(call.query("name"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.operators().page(filter, paging)),
                                OperatorsApi::view));
    }

    private OperatorView create(Call call, OperatorDraft draft) {
        String password =
                draft.password()
                        .orElseThrow(() ->
                                ProblemException.invalid(
                                        "password", "must be given for a new operator"));
        String hash = passwords.hash(password);
        return edits.create(
                call,
                ObjectKind.OPERATOR,
                OperatorView::id,
                stores -> {
                    Edits.requireFree(
                            "operator",
                            draft.name(),
                            stores.operators().byName(draft.name()),
                            other -> false);
                    Operator operator =
                            new Operator(
                                    new OperatorId(edits.ids().next()),
                                    draft.name(),
                                    draft.role(),
                                    hash,
                                    draft.disabled(),
                                    edits.clock().instant());
                    stores.operators().add(operator);
                    return view(operator);
                });
    }

    private OperatorView show(Call call) {
        OperatorId id = call.id("operator", OperatorId::of);
        return edits.find(
                "operator", id, stores -> stores.operators().find(id).map(OperatorsApi::view));
    }

    private OperatorView change(Call call, OperatorDraft draft) {
        OperatorId id = call.id("operator", OperatorId::of);
        Optional<String> newHash = draft.password().map(passwords::hash);
        Edits.Changed<OperatorView> changed =
                edits.update(
                        call,
                        ObjectKind.OPERATOR,
                        id,
                        stores -> {
                            Operator before =
                                    Edits.require("operator", id, stores.operators().find(id));
                            Edits.requireFree(
                                    "operator",
                                    draft.name(),
                                    stores.operators().byName(draft.name()),
                                    other -> other.id().equals(id));
                            if (draft.role() != Role.ADMIN || draft.disabled()) {
                                requireAnotherAdmin(stores, before);
                            }
                            Operator after =
                                    new Operator(
                                            id,
                                            draft.name(),
                                            draft.role(),
                                            newHash.orElse(before.passwordHash()),
                                            draft.disabled(),
                                            before.createdAt());
                            stores.operators().update(after);
                            if (newHash.isPresent() || draft.disabled()) {
                                stores.sessions().removeOf(id);
                            }
                            return new Edits.Changed<>(view(before), view(after));
                        });
        sessions.forget();
        return changed.after();
    }

    private void delete(Call call) {
        OperatorId id = call.id("operator", OperatorId::of);
        edits.delete(
                call,
                ObjectKind.OPERATOR,
                id,
                stores -> {
                    Operator operator = Edits.require("operator", id, stores.operators().find(id));
                    requireAnotherAdmin(stores, operator);
                    stores.sessions().removeOf(id);
                    stores.operators().remove(id);
                    return view(operator);
                });
        sessions.forget();
    }

    private static void requireAnotherAdmin(Stores stores, Operator operator) {
        if (operator.role() == Role.ADMIN
                && !operator.disabled()
                && Pages.all(
                                Operators.Order.NAME,
                                paging -> stores.operators().page(Operators.Filter.ANY, paging))
                        .noneMatch(other ->
                                other.role() == Role.ADMIN
                                        && !other.disabled()
                                        && !other.id().equals(operator.id()))) {
            throw ProblemException.conflict(
                    "could not take the role admin from operator "
                            + operator.name()
                            + ": there is no other admin who can log in; make one first");
        }
    }
}
