package org.vdeli.manager.access;

import java.util.List;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.OperatorView;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;

/// `/api/v1/sessions`: logging in and out.
public final class SessionsApi {
    private static final String PATH = "/api/v1/sessions";

    private static final Rules<LoginRequest> LOGIN =
            Rules.of(LoginRequest.class)
                    .that("name", String.class, name -> name.length() <= 200, "is too long")
                    .that("password", String.class, word -> word.length() <= 1000, "is too long");

    private final Sessions sessions;
    private final Edits edits;

    public SessionsApi(Sessions sessions, Edits edits) {
        this.sessions = sessions;
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(PATH, Access.OPEN, "Log in: answers a bearer token for all other calls")
                        .takes(LOGIN)
                        .creates(
                                SessionView.class,
                                (call, login) -> sessions.login(login, call.client())),
                Route.get(PATH + "/current", Access.VIEWER, "Show who is logged in")
                        .answers(OperatorView.class, this::show),
                Route.delete(PATH + "/current", Access.VIEWER, "Log out")
                        .ends(call ->
                                sessions.logout(call.bearer().orElseThrow(), call.operator())));
    }

    private OperatorView show(Call call) {
        return edits.find(
                "operator",
                call.operator().id(),
                stores -> stores.operators().find(call.operator().id()).map(OperatorsApi::view));
    }
}
