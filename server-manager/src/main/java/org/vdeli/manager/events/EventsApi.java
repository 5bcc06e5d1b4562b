package org.vdeli.manager.events;

import java.util.List;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Authenticator;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Route;

/// `/api/v1/events`: the event stream, as server-sent events (WHATWG HTML, 9.2).
public final class EventsApi {
    private final EventHub hub;
    private final Authenticator authenticator;

    public EventsApi(EventHub hub, Authenticator authenticator) {
        this.hub = hub;
        this.authenticator = authenticator;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/events", Access.VIEWER, "Follow what happens: snapshot, changes")
                        .streams("text/event-stream", this::follow));
    }

    private void follow(Call call) throws Exception {
        String token = call.bearer().orElseThrow();
        call.response().setStatus(200);
        call.response().setContentType("text/event-stream");
        call.response().setCharacterEncoding("UTF-8");
        call.header("X-Accel-Buffering", "no");
        hub.serve(
                call.response().getOutputStream(),
                () ->
                        authenticator
                                .authenticate(token)
                                .filter(caller -> caller.may(Access.VIEWER))
                                .isPresent());
    }
}
