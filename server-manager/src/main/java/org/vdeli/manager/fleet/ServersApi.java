package org.vdeli.manager.fleet;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.Stores;

/// `/api/v1/servers`. Servers come by enrolment; an operator may enter one before, and change what
/// an agent cannot know. A server that ever enrolled is deleted only after it was retired.
public final class ServersApi {
    static final String NAME = "must be 1 to 63 letters, digits, '.' or '-'";

    private static final String PATH = "/api/v1/servers";
    private static final String ONE = PATH + "/{server}";
    private static final int MAX_ADDRESSES = 16;
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9.-]{1,63}");

    private static final Set<ServerState> ORDERED =
            EnumSet.of(
                    ServerState.ONLINE,
                    ServerState.DRAINING,
                    ServerState.MAINTENANCE,
                    ServerState.RETIRED);

    private static final Rules<ServerDraft> RULES =
            Rules.of(ServerDraft.class)
                    .that("name", String.class, ServersApi::isName, NAME)
                    .that(
                            "addresses",
                            List.class,
                            addresses -> addresses.size() <= MAX_ADDRESSES,
                            TextRules.ADDRESSES)
                    .thatEach("addresses", String.class, TextRules::isHost, TextRules.ADDRESSES)
                    .that(
                            "httpPort",
                            Integer.class,
                            port -> port >= 1 && port <= 65535,
                            "must be 1 to 65535")
                    .that("zone", String.class, TextRules::isZone, TextRules.ZONE)
                    .that(
                            "state",
                            ServerState.class,
                            ORDERED::contains,
                            "must be one of ONLINE, DRAINING, MAINTENANCE, RETIRED");

    private static final Listing<EdgeServers.Order> LISTING =
            Listing.by(EdgeServers.Order.NAME)
                    .filter("cluster", "id of the cluster")
                    .filter("region", "id of the region of the cluster")
                    .filter("state", "a state, such as online")
                    .filter("role", "edge or origin")
                    .filter("text", "part of the name or of an address, any case");

    private final Edits edits;
    private final Changes changes;
    private final Replanning replanning;

    public ServersApi(Edits edits, Changes changes, Replanning replanning) {
        this.edits = edits;
        this.changes = changes;
        this.replanning = replanning;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List servers")
                        .query(LISTING.parameters())
                        .pages(ServerView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Enter a server before it enrols")
                        .takes(RULES)
                        .creates(ServerView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a server")
                        .answers(ServerView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Change a server, or order its state")
                        .takes(RULES)
                        .answers(ServerView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Delete a server that is retired or never came")
                        .ends(this::delete));
    }

    static boolean isName(String text) {
        return NAMES.matcher(text).matches();
    }

    /// What clients see of a server: no secrets.
    public static ServerView view(EdgeServer server) {
        return new ServerView(
                server.id(),
                server.cluster(),
                server.name(),
                server.addresses(),
                server.httpPort(),
                server.position(),
                server.zone().getId(),
                server.role(),
                server.capacity(),
                server.state(),
                server.agentVersion(),
                server.lastHeartbeat());
    }

    private Page<ServerView> list(Call call) {
        EdgeServers.Filter filter =
                new EdgeServers.Filter(
                        call.query("cluster", ClusterId::of),
                        call.query("region", RegionId::of),
                        call.query("state", ServerState.class).map(Set::of).orElse(Set.of()),
                        call.query("role", ServerRole.class),
                        call.query("text"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.servers().page(filter, paging)),
                                ServersApi::view));
    }

    private ServerView show(Call call) {
        ServerId id = call.id("server", ServerId::of);
        return edits.find("server", id, stores -> stores.servers().find(id).map(ServersApi::view));
    }

    private ServerView create(Call call, ServerDraft draft) {
        if (draft.state().isPresent()) {
            throw ProblemException.invalid("state", "cannot be said of a server that is not there");
        }
        ServerView made =
                edits.create(
                        call,
                        ObjectKind.SERVER,
                        ServerView::id,
                        stores -> {
                            check(stores, draft, Optional.empty());
                            EdgeServer server = entered(draft);
                            stores.servers().add(server);
                            return view(server);
                        });
        changes.serversChanged(List.of(made.id()));
        replanning.topologyChanged();
        return made;
    }

    private EdgeServer entered(ServerDraft draft) {
        return new EdgeServer(
                new ServerId(edits.ids().next()),
                draft.cluster(),
                draft.name(),
                draft.addresses(),
                draft.httpPort(),
                draft.position(),
                ZoneId.of(draft.zone()),
                draft.role(),
                draft.capacity(),
                ServerState.JOINING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                edits.clock().instant());
    }

    private ServerView change(Call call, ServerDraft draft) {
        ServerId id = call.id("server", ServerId::of);
        ServerView changed =
                edits.update(
                                call,
                                ObjectKind.SERVER,
                                id,
                                stores -> {
                                    EdgeServer before =
                                            Edits.require("server", id, stores.servers().lock(id));
                                    check(stores, draft, Optional.of(id));
                                    EdgeServer after = changed(before, draft);
                                    stores.servers().update(after);
                                    return new Edits.Changed<>(view(before), view(after));
                                })
                        .after();
        changes.serversChanged(List.of(id));
        replanning.topologyChanged();
        return changed;
    }

    private static EdgeServer changed(EdgeServer before, ServerDraft draft) {
        return new EdgeServer(
                before.id(),
                draft.cluster(),
                draft.name(),
                draft.addresses(),
                draft.httpPort(),
                draft.position(),
                ZoneId.of(draft.zone()),
                draft.role(),
                draft.capacity(),
                draft.state().map(ordered -> state(before, ordered)).orElse(before.state()),
                before.agentVersion(),
                before.installation(),
                before.secretHash(),
                before.lastHeartbeat(),
                before.createdAt());
    }

    /// Back to work means joining until the next heartbeat says otherwise.
    private static ServerState state(EdgeServer before, ServerState ordered) {
        return switch (ordered) {
            case ONLINE ->
                    switch (before.state()) {
                        case DRAINING, MAINTENANCE, RETIRED -> ServerState.JOINING;
                        case JOINING, ONLINE, SILENT -> before.state();
                    };
            case DRAINING, MAINTENANCE, RETIRED -> ordered;
            case JOINING, SILENT -> before.state();
        };
    }

    private void delete(Call call) {
        ServerId id = call.id("server", ServerId::of);
        edits.delete(
                call,
                ObjectKind.SERVER,
                id,
                stores -> {
                    EdgeServer server = Edits.require("server", id, stores.servers().lock(id));
                    requireGone(stores, server);
                    stores.servers().remove(id);
                    return view(server);
                });
        changes.removed(ObjectKind.SERVER, List.of(id));
        replanning.topologyChanged();
    }

    private static void requireGone(Stores stores, EdgeServer server) {
        if (server.installation().isPresent() && server.state() != ServerState.RETIRED) {
            throw ProblemException.conflict(
                    "could not delete server "
                            + server.name()
                            + ": it is "
                            + server.state()
                            + "; retire it first");
        }
        Edits.requireNone(
                "server " + server.name(),
                stores.assignments().ofServer(server.id()),
                assignment -> "the assignment of asset " + assignment.asset());
    }

    private static void check(Stores stores, ServerDraft draft, Optional<ServerId> self) {
        draft.cluster().ifPresent(id -> Edits.refer("cluster", id, stores.clusters().find(id)));
        Edits.requireFree(
                "server",
                draft.name(),
                stores.servers().byName(draft.name()),
                other -> self.isPresent() && other.id().equals(self.get()));
    }
}
