package org.vdeli.manager.events;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.vdeli.manager.access.Sessions;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Authenticator;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Caller;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.database.DatabaseUnavailable;

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
                new Watch(() -> authenticator.authenticate(token)));
    }

    /// Whether a console may still listen. While the database is away nobody can be asked: the
    /// console keeps its stream, for as long as its session may last at most.
    static final class Watch implements BooleanSupplier {
        private final Supplier<Optional<Caller>> authentication;
        private long knownAt = System.nanoTime();

        Watch(Supplier<Optional<Caller>> authentication) {
            this.authentication = authentication;
        }

        @Override
        public boolean getAsBoolean() {
            try {
                boolean may =
                        authentication
                                .get()
                                .filter(caller -> caller.may(Access.VIEWER))
                                .isPresent();
                knownAt = System.nanoTime();
                return may;
            } catch (DatabaseUnavailable e) {
                return System.nanoTime() - knownAt < Sessions.LIFETIME.toNanos();
            }
        }
    }
}
