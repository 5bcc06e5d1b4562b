package org.vdeli.manager.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionDraft;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.traffic.LiveFigures;

/// `/api/v1/jobs`: looking at jobs; trying again, calling off, pausing, resuming and reprioritising
/// one or many.
public final class JobsApi {
    private static final String PATH = "/api/v1/jobs";
    private static final String ONE = PATH + "/{job}";

    private static final Rules<JobActionDraft> ACTION_RULES =
            Rules.of(JobActionDraft.class)
                    .that(
                            "selector",
                            JobSelector.class,
                            JobSelector::selects,
                            "must say which jobs: give at least one of its parts")
                    .that(
                            "selector",
                            JobSelector.class,
                            selector ->
                                    selector.ids().map(Set::size).orElse(0) <= JobSelector.MAX_IDS,
                            "must have at most " + JobSelector.MAX_IDS + " ids")
                    .that(
                            "priority",
                            Integer.class,
                            priority -> priority >= 0 && priority <= 9,
                            "must be 0 (first) to 9");

    private static final Codec CODEC = new Codec();

    private static final Listing<Jobs.Order> LISTING =
            Listing.byLast(Jobs.Order.CHANGED_AT)
                    .filter("asset", "id of the asset")
                    .filter("server", "id of the server")
                    .filter("state", "a state, such as failed")
                    .filter("kind", "fill, purge or verify")
                    .filter(
                            "where",
                            "conditions in JSON, such as {\"join\": \"ALL\", \"terms\": [{\"field\":"
                                    + " \"PATH\", \"operator\": \"BEGINS_WITH\", \"values\":"
                                    + " [\"acme/\"]}]}");

    private final Edits edits;
    private final LiveFigures live;
    private final JobOrders orders;

    public JobsApi(Edits edits, LiveFigures live, JobOrders orders) {
        this.edits = edits;
        this.live = live;
        this.orders = orders;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List jobs")
                        .query(LISTING.parameters())
                        .pages(JobView.class, this::list),
                Route.post(
                                PATH + "/actions",
                                Access.OPERATOR,
                                "Retry, cancel, pause, resume or reprioritise many jobs")
                        .takes(ACTION_RULES)
                        .answers(JobActionView.class, this::act),
                Route.get(ONE, Access.VIEWER, "Show a job").answers(JobView.class, this::show),
                Route.post(ONE + "/retry", Access.OPERATOR, "Try a job again now")
                        .answers(JobView.class, this::retry),
                Route.post(ONE + "/cancel", Access.OPERATOR, "Call an open job off")
                        .answers(JobView.class, this::cancel));
    }

    private Page<JobView> list(Call call) {
        Jobs.Filter filter =
                new Jobs.Filter(
                        call.query("asset", AssetId::of),
                        call.query("server", ServerId::of),
                        call.query("state", JobState.class).map(Set::of).orElse(Set.of()),
                        call.query("kind", JobKind.class),
                        call.query("where", JobsApi::conditions));
        return LISTING.page(
                call,
                paging ->
                        edits.read(stores ->
                                Pages.mapAll(
                                        stores.jobs().page(filter, paging),
                                        jobs -> views(stores, jobs))));
    }

    private static JobQuery conditions(String json) {
        try {
            return CODEC.read(json, JobQuery.class);
        } catch (MalformedBodyException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private JobView show(Call call) {
        JobId id = call.id("job", JobId::of);
        return edits.find(
                "job",
                id,
                stores ->
                        stores.jobs().find(id).map(job -> views(stores, List.of(job)).getFirst()));
    }

    private JobActionView act(Call call, JobActionDraft draft) {
        if (draft.priority().isPresent() != (draft.action() == JobAction.REPRIORITISE)) {
            throw ProblemException.invalid(
                    "priority", "must be given to reprioritise, and for nothing else");
        }
        JobOrders.Order order =
                new JobOrders.Order(
                        draft.action(), draft.selector(), call.caller().name(), draft.priority());
        if (draft.dryRun().orElse(false)) {
            return orders.count(order);
        }
        String action = draft.action().name().toLowerCase(Locale.ROOT);
        return orders.act(
                order,
                stores -> edits.did(call, stores, action, ObjectKind.JOB, "selector", draft));
    }

    private JobView retry(Call call) {
        return order(call, "retry", orders::retry);
    }

    private JobView cancel(Call call) {
        return order(call, "cancel", orders::cancel);
    }

    private JobView order(Call call, String action, Function<JobId, Optional<TransferJob>> order) {
        JobId id = call.id("job", JobId::of);
        try {
            TransferJob changed = Edits.require("job", id, order.apply(id));
            return edits.act(
                    call,
                    action,
                    ObjectKind.JOB,
                    id,
                    stores -> views(stores, List.of(changed)).getFirst());
        } catch (ForbiddenChangeException e) {
            throw ProblemException.conflict("could not " + action + " it: " + e.getMessage());
        }
    }

    private List<JobView> views(Stores stores, List<TransferJob> jobs) {
        Map<AssetId, Asset> assets =
                stores
                        .assets()
                        .findAll(jobs.stream().map(TransferJob::asset).collect(Collectors.toSet()))
                        .stream()
                        .collect(Collectors.toMap(Asset::id, Function.identity()));
        Map<ServerId, EdgeServer> servers =
                stores
                        .servers()
                        .findAll(jobs.stream().map(TransferJob::server).collect(Collectors.toSet()))
                        .stream()
                        .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
        return jobs.stream()
                .flatMap(job ->
                        Optional.ofNullable(assets.get(job.asset()))
                                .map(asset ->
                                        view(
                                                job,
                                                asset,
                                                Optional.ofNullable(servers.get(job.server()))))
                                .stream())
                .toList();
    }

    private JobView view(TransferJob job, Asset asset, Optional<EdgeServer> server) {
        return new JobView(
                job.id(),
                job.kind(),
                job.server(),
                server.map(EdgeServer::name).orElse(""),
                job.asset(),
                asset.path(),
                asset.size(),
                job.policy(),
                job.state(),
                job.attempt(),
                percent(job, asset),
                job.reason(),
                job.detail(),
                verified(job, asset),
                job.ended(),
                waits(job) ? Optional.of(job.notBefore()) : Optional.empty(),
                job.createdAt(),
                job.changedAt(),
                Optional.of(job.terms().priority()));
    }

    private static boolean waits(TransferJob job) {
        return job.state() == JobState.SUSPENDED || job.state() == JobState.RETRYING;
    }

    private int percent(TransferJob job, Asset asset) {
        if (job.state() == JobState.VERIFIED || job.state() == JobState.TRANSFERRED) {
            return 100;
        }
        long size = Math.max(1, asset.size().bytes());
        return (int) Math.min(100, verified(job, asset).bytes() * 100.0 / size);
    }

    private ByteCount verified(TransferJob job, Asset asset) {
        if (job.kind() != JobKind.FILL) {
            return ByteCount.ZERO;
        }
        if (job.state() == JobState.VERIFIED || job.state() == JobState.TRANSFERRED) {
            return asset.size();
        }
        return job.state() != JobState.PROCESSING
                ? job.verified()
                : live.progress(job.asset()).stream()
                        .filter(progress -> progress.job().equals(job.id()))
                        .map(Report.Progress::verified)
                        .findFirst()
                        .orElse(job.verified());
    }
}
