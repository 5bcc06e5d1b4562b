package org.vdeli.manager.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.LaggardView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.PurgeState;
import org.vdeli.contracts.api.PurgeView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.EdgeServer;

/// `/api/v1/purges`: ordering purges, and how far they are.
public final class PurgesApi {
    private static final String PATH = "/api/v1/purges";
    private static final String ONE = PATH + "/{purge}";

    /// As many characters as a path has at most.
    private static final int LONGEST_FOLDER = 1130;

    private static final Rules<PurgeDraft> RULES =
            Rules.of(PurgeDraft.class)
                    .that(
                            "assets",
                            Set.class,
                            assets -> !assets.isEmpty() && assets.size() <= PurgeDraft.MAX_ASSETS,
                            "must be 1 to " + PurgeDraft.MAX_ASSETS + " assets")
                    .that(
                            "folder",
                            String.class,
                            PurgesApi::isFolder,
                            "must be a folder such as acme/default/films, without / at its ends");

    private static final Listing<Purges.Order> LISTING = Listing.byLast(Purges.Order.AT);

    private enum LaggardOrder {
        MISSING
    }

    private static final Listing<LaggardOrder> LAGGARDS = Listing.byLast(LaggardOrder.MISSING);

    private final Edits edits;
    private final Purging purging;

    public PurgesApi(Edits edits, Purging purging) {
        this.edits = edits;
        this.purging = purging;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List purges")
                        .query(LISTING.parameters())
                        .pages(PurgeView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Purge or delete assets")
                        .takes(RULES)
                        .creates(PurgeView.class, this::begin),
                Route.get(ONE, Access.VIEWER, "Show how far a purge is")
                        .answers(PurgeView.class, this::show),
                Route.get(
                                ONE + "/laggards",
                                Access.VIEWER,
                                "List the servers that have not confirmed all of a purge")
                        .query(LAGGARDS.parameters())
                        .pages(LaggardView.class, this::laggards));
    }

    private static boolean isFolder(String folder) {
        return !folder.isEmpty()
                && folder.length() <= LONGEST_FOLDER
                && !folder.startsWith("/")
                && !folder.endsWith("/");
    }

    private Page<PurgeView> list(Call call) {
        return LISTING.page(
                call,
                paging ->
                        edits.read(stores ->
                                Pages.mapAll(
                                        stores.purges().page(paging),
                                        purges -> views(stores, purges))));
    }

    private PurgeView show(Call call) {
        return show(call.id("purge", PurgeId::of));
    }

    private PurgeView show(PurgeId id) {
        return edits.find(
                "purge",
                id,
                stores ->
                        stores.purges()
                                .find(id)
                                .map(purge -> views(stores, List.of(purge)).getFirst()));
    }

    private static List<PurgeView> views(Stores stores, List<Purge> purges) {
        Map<PurgeId, Purges.Progress> progress =
                stores.purges().progress(purges.stream().map(Purge::id).toList());
        return purges.stream()
                .map(purge -> view(purge, progress.getOrDefault(purge.id(), Purges.Progress.NONE)))
                .toList();
    }

    private static PurgeView view(Purge purge, Purges.Progress progress) {
        return new PurgeView(
                purge.id(),
                purge.draft(),
                purge.by(),
                purge.at(),
                purge.state(),
                purge.assets(),
                progress.copies(),
                progress.receipts(),
                Optional.of(progress.calledOff()).filter(number -> number > 0),
                percent(purge, progress),
                purge.finishedAt());
    }

    private static int percent(Purge purge, Purges.Progress progress) {
        return purge.state() == PurgeState.DONE
                ? 100
                : progress.copies() == 0
                        ? 0
                        : (int) Math.min(99, 100 * progress.ended() / progress.copies());
    }

    private PurgeView begin(Call call, PurgeDraft draft) {
        check(draft);
        edits.read(stores -> {
            checkReferences(stores, draft);
            return true;
        });
        String action = draft.deletes() ? "delete" : "purge";
        return switch (purging.begin(
                draft,
                call.caller().name(),
                (stores, purge) ->
                        edits.did(call, stores, action, ObjectKind.PURGE, purge.id(), draft))) {
            case Purging.Outcome.Begun begun -> show(begun.id());
            case Purging.Outcome.Wanted wanted ->
                    throw ProblemException.conflict(
                            "could not purge "
                                    + wanted.asset().path()
                                    + " from server "
                                    + wanted.server()
                                    + ": a delivery policy wants it there; say refill to have it"
                                    + " fetched again, say delete, or change the policy first");
        };
    }

    private static void check(PurgeDraft draft) {
        long given =
                Stream.<Optional<?>>of(
                                draft.assets(), draft.path(), draft.folder(), draft.project())
                        .filter(Optional::isPresent)
                        .count();
        if (given != 1) {
            throw ProblemException.invalid(
                    "assets", "give exactly one of assets, path, folder and project");
        }
        if (draft.deletes() && !draft.meansEverywhere()) {
            throw ProblemException.invalid("delete", "is only possible everywhere");
        }
        if (draft.deletes() && draft.refills()) {
            throw ProblemException.invalid("refill", "does not go with delete");
        }
    }

    private static void checkReferences(Stores stores, PurgeDraft draft) {
        draft.project().ifPresent(id -> Edits.refer("project", id, stores.projects().find(id)));
        draft.regions()
                .orElse(Set.of())
                .forEach(id -> Edits.refer("regions", id, stores.regions().find(id)));
        draft.clusters()
                .orElse(Set.of())
                .forEach(id -> Edits.refer("clusters", id, stores.clusters().find(id)));
        Set<ServerId> servers = draft.servers().orElse(Set.of());
        Set<ServerId> known =
                stores.servers().findAll(servers).stream()
                        .map(EdgeServer::id)
                        .collect(Collectors.toSet());
        servers.forEach(id -> Edits.refer("servers", id, Optional.of(id).filter(known::contains)));
    }

    private Page<LaggardView> laggards(Call call) {
        PurgeId id = call.id("purge", PurgeId::of);
        return LAGGARDS.page(
                call,
                paging ->
                        edits.read(stores -> {
                            Edits.require("purge", id, stores.purges().find(id));
                            return Pages.mapAll(
                                    stores.purges().laggards(id, paging.page(), paging.pageSize()),
                                    laggards -> laggards(stores, laggards));
                        }));
    }

    private static List<LaggardView> laggards(Stores stores, List<Purges.Laggard> laggards) {
        Map<ServerId, EdgeServer> servers =
                stores
                        .servers()
                        .findAll(laggards.stream().map(Purges.Laggard::server).toList())
                        .stream()
                        .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
        Map<JobId, TransferJob> jobs =
                stores.jobs().findAll(laggards.stream().map(Purges.Laggard::job).toList()).stream()
                        .collect(Collectors.toMap(TransferJob::id, Function.identity()));
        List<LaggardView> views = new ArrayList<>();
        for (Purges.Laggard laggard : laggards) {
            Optional<EdgeServer> server = Optional.ofNullable(servers.get(laggard.server()));
            Optional<TransferJob> job = Optional.ofNullable(jobs.get(laggard.job()));
            Optional<Report.Reason> cause = job.flatMap(TransferJob::ended);
            views.add(
                    new LaggardView(
                            laggard.server(),
                            server.map(EdgeServer::name).orElse(""),
                            server.map(EdgeServer::state).orElse(ServerState.RETIRED),
                            laggard.missing(),
                            laggard.job(),
                            cause,
                            reason(server, job)));
        }
        return views;
    }

    private static String reason(Optional<EdgeServer> server, Optional<TransferJob> job) {
        if (job.isEmpty()) {
            return "its order is forgotten; order the purge again";
        }
        String silent =
                server.filter(one -> one.state() == ServerState.SILENT)
                        .map(one -> "; the server is silent")
                        .orElse("");
        JobState state = job.get().state();
        String detail = job.get().detail();
        return switch (state) {
                    case NOT_SCHEDULED -> "its order waits to be sent";
                    case PROCESSING, TRANSFERRED -> "the order was sent, no answer came yet";
                    case RETRYING -> "the last attempt failed and another is due: " + detail;
                    case FAILED -> "it failed for good; retry its job: " + detail;
                    case SUSPENDED -> job.get().isPaused() ? detail : "it waits for its window";
                    case CANCELLED -> "its order was called off; order the purge again";
                    case VERIFIED -> "it is done, the receipt is being noted";
                }
                + silent;
    }
}
